"""Inputs for one run of a case, drawn by seed: the same in the cell and in the judge.

Numbers are drawn in float64, rounded to the case's dtype, and handed out in the run's dtype: a reference that runs in
float64 sees exactly the numbers that the submission saw.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


def trial_seed(seed: int, case: str, index: int) -> int:
    """The seed of one draw of one case, from the grading's seed. 63 bits."""
    digest = hashlib.blake2b(f"{seed}/{case}/{index}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class Draw:
    """The numpy track's draw; `TorchDraw` gives tensors from the same numbers.

    `index` counts the draws of a case from 0; `dtype` names the case's dtype; `device` is where results belong.
    """

    def __init__(
        self, seed: int, index: int, dtype: str, device: str = "cpu", run_dtype: str = "", scratch: Path | None = None,
        keeps: bool = True,
    ) -> None:  # fmt: skip
        self.seed = seed
        self.index = index
        self.dtype_name = dtype
        self.run_dtype_name = run_dtype or dtype
        self.device: Any = device
        self.dtype: Any = np.dtype(self.run_dtype_name) if self.run_dtype_name != "bfloat16" else None
        self.rng = np.random.default_rng(seed)
        self.made: list[Any] = []  # every array drawn, for the author's check of cheats, if the draw `keeps` them
        self._keeps = keeps
        self._scratch = scratch

    def normal(self, *shape: int, mean: float = 0.0, std: float = 1.0) -> Any:
        """Gaussian numbers of this shape."""
        return self._give(self.rng.normal(mean, std, shape))

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Any:
        """Uniform numbers in [low, high) of this shape."""
        return self._give(self.rng.uniform(low, high, shape))

    def tensor(self, values: Any) -> Any:
        """These numbers, rounded to the case's dtype."""
        return self._give(np.asarray(values, np.float64))

    def strided(self, *shape: int) -> Any:
        """Gaussian numbers of this shape that do not lie contiguously in memory."""
        wide = self.normal(*shape[:-1], 2 * shape[-1]) if len(shape) < 2 else None
        if wide is not None:
            return wide[..., ::2]
        return self.normal(*shape[:-2], shape[-1], shape[-2]).swapaxes(-1, -2)

    def extreme(self, *shape: int, low: float = 1e-4, high: float = 1e4) -> Any:
        """Numbers of both signs and every order of magnitude from `low` to `high`, of this shape."""
        sizes = np.exp(self.rng.uniform(np.log(low), np.log(high), shape))
        return self._give(sizes * self.rng.choice([-1.0, 1.0], shape))

    def integers(self, low: int, high: int, *shape: int, dtype: str = "int64") -> Any:
        """Whole numbers in [low, high) of this shape; `dtype` may be any integer type or "bool"."""
        return self._give_integers(self.rng.integers(low, high, shape), dtype)

    def permutation(self, count: int) -> Any:
        """0 to count - 1 in a random order, int64."""
        return self._give_integers(self.rng.permutation(count), "int64")

    def integer(self, low: int, high: int) -> int:
        """One Python int in [low, high)."""
        return int(self.rng.integers(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.integer(0, len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in a random order."""
        return [options[place] for place in self.rng.permutation(len(options))]

    @property
    def scratch(self) -> Path:
        """A fresh empty folder, for cases with `scratch=True`."""
        if self._scratch is None:
            raise RuntimeError("this case has no scratch folder: say @case(scratch=True)")
        return Path(tempfile.mkdtemp(dir=self._scratch))

    def _give(self, values: NDArray[Any]) -> Any:
        given = np.asarray(values).astype(self.dtype_name).astype(self.run_dtype_name, copy=False)
        return self._kept(given)

    def _give_integers(self, values: NDArray[Any], dtype: str) -> Any:
        return self._kept(np.asarray(values).astype(dtype))

    def _kept(self, given: NDArray[Any]) -> Any:
        if self._keeps:
            self.made.append(given.copy())
        return given
