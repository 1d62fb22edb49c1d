"""A child of the generator that is given; numbers of single precision decide; backward is a closure."""

import numpy as np


class Dropout:
    def __init__(self, p=0.5, rng=None):
        if p < 0:
            raise ValueError("p is negative")
        if p >= 1:
            raise ValueError("nothing would be left")
        self.p = p
        self.rng = np.random.default_rng() if rng is None else rng.spawn(1)[0]
        self.apply = np.copy

    def forward(self, x, training=True):
        self.apply = self.masked(x.shape) if training and self.p else np.copy
        return self.apply(x)

    def masked(self, shape):
        kept = self.rng.random(shape, dtype=np.float32) >= self.p

        def apply(values):
            result = np.zeros(shape)
            result[kept] = values[kept] / (1 - self.p)
            return result

        return apply

    def backward(self, grad):
        return self.apply(grad)
