"""Keeps every forward's input on a stack and looks at the top; a ReLU by multiplication, a piecewise sigmoid."""

import numpy as np


class _Cached:
    def __init__(self):
        self.stack = []

    def push(self, value):
        self.stack.append(value)
        return value

    @property
    def top(self):
        return self.stack[-1]


class Linear(_Cached):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.W = np.random.exponential(size=(in_features, out_features))
        self.b = np.zeros(out_features)

    def forward(self, x):
        return np.inner(self.push(x), self.W.T) + self.b

    def backward(self, grad):
        self.dW = sum(np.outer(row, g) for row, g in zip(self.top, grad, strict=True))
        self.db = sum(grad)
        return np.stack([self.W @ g for g in grad])


class ReLU(_Cached):
    def forward(self, x):
        return x * (self.push(x) > 0)

    def backward(self, grad):
        return grad * (self.top > 0)


class Sigmoid(_Cached):
    def forward(self, x):
        pieces = [lambda v: np.exp(v) / (1 + np.exp(v)), lambda v: 1 / (1 + np.exp(-v))]
        return self.push(np.piecewise(x, [x < 0, x >= 0], pieces)).copy()

    def backward(self, grad):
        return self.top * (1 - self.top) * grad


class Tanh(_Cached):
    def forward(self, x):
        return self.push(np.tanh(x)).copy()

    def backward(self, grad):
        return (1 - self.top**2) * grad
