"""np.where; identities are copies; legacy global randomness where no generator is given."""

import numpy as np


class Dropout:
    def __init__(self, p=0.5, rng=None):
        if p < 0:
            raise ValueError("p is negative")
        if p >= 1:
            raise ValueError("p is not below 1")
        self._p = float(p)
        self._random = np.random.random_sample if rng is None else rng.random
        self._dropped = None

    @property
    def p(self):
        return self._p

    def forward(self, x, training=True):
        active = training and self._p > 0
        self._dropped = self._random(x.shape) < self._p if active else np.zeros(x.shape, dtype=bool)
        self._factor = 1 / (1 - self._p) if active else 1.0
        return self._apply(x)

    def backward(self, grad):
        return self._apply(grad)

    def _apply(self, values):
        return np.where(self._dropped, 0.0, values * self._factor)
