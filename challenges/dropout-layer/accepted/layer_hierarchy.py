"""A base class for layers that multiply; the generator is found by a helper."""

import numpy as np


class Layer:
    def forward(self, x, training=True):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError

    __call__ = forward


class RandomFactor(Layer):
    """Multiplies by factors that a subclass draws."""

    factors = None

    def forward(self, x, training=True):
        self.factors = self.draw(x.shape) if training else np.ones_like(x)
        return np.multiply(x, self.factors)

    def backward(self, grad):
        return np.multiply(grad, self.factors)


class Dropout(RandomFactor):
    def __init__(self, p=0.5, rng=None):
        if not 0 <= p < 1:
            raise ValueError("a probability below 1")
        super().__init__()
        self.p = p
        self.rng = np.random.default_rng(rng)

    def draw(self, shape):
        return self.rng.choice([0.0, 1 / (1 - self.p)], size=shape, p=[self.p, 1 - self.p])
