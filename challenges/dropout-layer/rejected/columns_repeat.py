"""Every fourth column is dropped with the one three places before."""
# caught by: each-by-itself

import numpy as np


class Dropout:
    def __init__(self, p=0.5, rng=None):
        if p < 0 or p >= 1:
            raise ValueError("p must be in [0, 1)")
        self.p = p
        self.rng = rng if rng is not None else np.random.default_rng()
        self.mask = None

    def forward(self, x, training=True):
        if not training or self.p == 0:
            self.mask = None
            return x
        drawn = self.rng.random(x.shape)
        if x.ndim == 2 and x.shape[1] > 3:
            drawn[:, 3::4] = drawn[:, 0 : x.shape[1] - 3 : 4]
        keep = drawn >= self.p
        self.mask = keep / (1 - self.p)
        return x * self.mask

    def backward(self, grad):
        if self.mask is None:
            return grad
        return grad * self.mask
