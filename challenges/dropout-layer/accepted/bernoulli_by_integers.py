"""Random integers against a threshold; positions of the dropped elements are set to zero."""

import numpy as np

_STEPS = 1 << 53


class Dropout:
    def __init__(self, p=0.5, rng=None):
        try:
            if not 0 <= float(p) < 1:
                raise ValueError(f"p = {p}")
        finally:
            self.threshold = round(p * _STEPS)
        self.q = 1 - p
        self.rng = rng if isinstance(rng, np.random.Generator) else np.random.default_rng()
        self.zeros = ()

    def forward(self, x, training=True):
        self.training = training
        if training:
            self.zeros = np.nonzero(self.rng.integers(0, _STEPS, x.shape) < self.threshold)
        return self.backward(x)

    def backward(self, grad):
        if not self.training:
            return np.array(grad)
        result = grad / self.q
        result[self.zeros] = 0
        return result
