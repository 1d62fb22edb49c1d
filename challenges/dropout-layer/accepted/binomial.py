"""0 or 1 from rng.binomial; the scale is applied apart from the mask; p = 0 needs no branch."""

import numpy as np


class Dropout:
    """Keeps mask and scale apart; after an evaluation both are 1."""

    def __init__(self, p=0.5, rng=None):
        if not (0.0 <= p < 1.0):
            raise ValueError(f"dropout probability {p!r} is not in [0, 1)")
        self.keep = 1.0 - p
        self.generator = rng or np.random.default_rng()
        self.mask, self.scale = 1.0, 1.0

    def forward(self, x, training=True):
        if training:
            self.mask = self.generator.binomial(1, self.keep, size=x.shape)
            self.scale = 1.0 / self.keep
        else:
            self.mask, self.scale = 1.0, 1.0
        return x * self.mask * self.scale

    def backward(self, grad):
        return grad * self.mask * self.scale
