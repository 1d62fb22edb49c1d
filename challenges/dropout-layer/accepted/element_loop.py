"""A loop over all places, one number drawn at a time; indices of the survivors are remembered."""

import numpy as np


class Dropout:
    def __init__(self, p=0.5, rng=None):
        if p not in (0, 0.0) and not 0 < p < 1:
            raise ValueError("p")
        self.p = p
        self.rng = np.random.default_rng() if rng is None else rng
        self.survivors = None

    def forward(self, x, training=True):
        if not training:
            self.survivors = None
            return x.copy()
        self.survivors = [place for place in np.ndindex(*x.shape) if self.rng.uniform() > self.p]
        return self._spread(x)

    def backward(self, grad):
        return grad.copy() if self.survivors is None else self._spread(grad)

    def _spread(self, values):
        result = np.zeros(values.shape)
        for place in self.survivors:
            result[place] = values[place] / (1 - self.p)
        return result
