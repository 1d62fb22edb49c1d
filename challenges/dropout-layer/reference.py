"""Inverted dropout: while training, multiplication by a random array that forward draws and backward uses again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Dropout:
    """Drops each element with probability p and scales the others by 1/(1−p) (Srivastava et al. 2014, section 10)."""

    def __init__(self, p: float = 0.5, rng: np.random.Generator | None = None) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"p must be in [0, 1), not {p}")
        self.p = p
        self.rng = np.random.default_rng() if rng is None else rng
        self.mask: Array | None = None  # None: the latest forward was the identity

    def forward(self, x: Array, training: bool = True) -> Array:
        """x of any shape → the same shape; the identity unless training and p > 0."""
        if not training or self.p == 0:
            self.mask = None
            return x
        kept = self.rng.random(x.shape) >= self.p  # one number for each element
        self.mask = kept / (1 - self.p)  # 0 or 1/(1−p)
        return x * self.mask

    def backward(self, grad: Array) -> Array:
        """The gradient with respect to the latest forward's x: through the same mask, scale included."""
        return grad if self.mask is None else grad * self.mask
