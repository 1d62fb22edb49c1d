"""What the judge does with the reference just as a cell does with a submission: seeds, the draw, and names."""

from __future__ import annotations

import pkgutil
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from dlexam.grading.kit.cases import Fault
from dlexam.grading.kit.draw import Draw


class Missing(Fault):
    """The submission lacks a name altogether: no case can tell more."""


class Names:
    """A submission's names as a case sees them: one that is missing is told to the learner in so many words."""

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise Missing(f"{name} is not defined in the file") from None


def found(dotted: str) -> Any:
    """What a dotted name means, or None: a misspelt name is for `challenge check` to tell of."""
    try:
        return pkgutil.resolve_name(dotted)
    except (ImportError, AttributeError, ValueError):
        return None


def seed_everything(seed: int) -> None:
    """Seed the global generators, so that `--seed` replays a submission that draws from them."""
    random.seed(seed)
    np.random.seed(seed % (1 << 32))
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.default_generator.manual_seed(seed)  # torch.manual_seed formats a stack trace for CUDA: 0.3 ms


def make_draw(
    track: str, trial: Any, device: str, scratch: Path | None, run_dtype: str = "", keeps: bool = True
) -> Draw:
    """The draw of one trial ({"seed", "index", "dtype"}) for this track; it `keeps` what it drew."""
    kind: type[Draw] = Draw
    if track == "torch":
        from dlexam.grading.kit.torch_draw import TorchDraw

        kind = TorchDraw
    return kind(trial["seed"], trial["index"], trial["dtype"], device, run_dtype, scratch, keeps)
