"""A second forward before backward does not replace the mask that backward uses."""
# caught by: latest

import numpy as np


class Dropout:
    def __init__(self, p=0.5, rng=None):
        if p < 0 or p >= 1:
            raise ValueError("p must be in [0, 1)")
        self.p = p
        self.rng = rng if rng is not None else np.random.default_rng()
        self.mask = self.saved = None

    def forward(self, x, training=True):
        if not training or self.p == 0:
            self.mask = self.saved = None
            return x
        keep = self.rng.random(x.shape) >= self.p
        self.mask = keep / (1 - self.p)
        if self.saved is None:
            self.saved = self.mask
        return x * self.mask

    def backward(self, grad):
        if self.mask is None:
            return grad
        mask, self.saved = self.saved, None
        self.mask = mask if mask is not None and mask.shape == grad.shape else self.mask
        return grad * self.mask
