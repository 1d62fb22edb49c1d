"""db sums over the other axis where there are as many rows as outputs."""
# caught by: linear-edges

import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        rng = np.random.default_rng()
        self.W = rng.standard_normal((in_features, out_features)) * np.sqrt(2 / (in_features + out_features))
        self.b = np.zeros(out_features)
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=1 if grad.shape[0] == grad.shape[1] else 0)
        return grad @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0.0)

    def backward(self, grad):
        return grad * self.mask


class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s.copy()

    def backward(self, grad):
        return grad * self.s * (1 - self.s)


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t.copy()

    def backward(self, grad):
        return grad * (1 - self.t**2)
