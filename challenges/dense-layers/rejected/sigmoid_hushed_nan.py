"""Silences the warnings of exp(x) / (1 + exp(x)), which is NaN for large x."""
# caught by: sigmoid-far-out

import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        self.W = np.random.randn(in_features, out_features) * 0.1
        self.b = np.zeros(out_features)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Sigmoid:
    def forward(self, x):
        with np.errstate(all="ignore"):
            self.s = np.exp(x) / (1 + np.exp(x))
        return self.s

    def backward(self, grad):
        return grad * self.s * (1 - self.s)


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad):
        return grad * (1 - self.t**2)
