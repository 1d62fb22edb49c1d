"""A dataclass that checks itself; the mask is stored as bytes and applied flat."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Dropout:
    p: float = 0.5
    rng: np.random.Generator = None
    kept: np.ndarray = field(default=None, init=False, repr=False)

    def __post_init__(self):
        if self.p < 0.0 or 1.0 <= self.p:
            raise ValueError("p")
        if self.rng is None:
            self.rng = np.random.Generator(np.random.PCG64())

    def forward(self, x, training=True):
        if training and self.p:
            self.kept = (self.p <= self.rng.random(x.size)).astype(np.uint8)
        else:
            self.kept = None
        return self._through(x)

    def backward(self, grad):
        return self._through(grad)

    def _through(self, values):
        if self.kept is None:
            return values
        return (values.ravel() * self.kept / (1 - self.p)).reshape(values.shape)
