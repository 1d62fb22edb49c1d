"""forward stores a function for backward to call; the generator makes a child for this layer."""

from __future__ import annotations

import numpy as np


class Dropout:
    """`backward` is whatever the latest forward says it is."""

    def __init__(self, p: float = 0.5, rng: np.random.Generator | None = None, name: str = "dropout") -> None:
        if p < 0 or p >= 1:
            raise ValueError(f"{name}: p must lie in [0, 1), got {p}")
        self.p, self.name = p, name
        self.rng = np.random.default_rng(rng.integers(0, 2**63)) if rng is not None else np.random.default_rng(None)
        self.pull = lambda grad: grad

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:
        self.pull = self._masking(x.shape) if training else lambda grad: grad
        return self.pull(x)

    def _masking(self, shape):
        u = self.rng.standard_normal((*shape, 2))
        angle = np.arctan2(u[..., 0], u[..., 1]) / (2 * np.pi) + 0.5  # uniform in [0, 1]
        factor = np.floor(angle + (1 - self.p)).clip(0, 1) / (1 - self.p)
        return lambda values: np.einsum("...,...->...", values, factor)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return self.pull(grad)
