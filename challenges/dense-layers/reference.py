"""A dense layer and three activations, backward passes by hand (Rumelhart, Hinton & Williams 1986)."""

import numpy as np


class Linear:
    """out = x W + b for each row of x; backward also leaves dW and db behind."""

    def __init__(self, in_features, out_features):
        # He's scale keeps the size of activations; different numbers make the units different
        self.W = np.random.normal(0, np.sqrt(2 / in_features), (in_features, out_features))
        self.b = np.zeros(out_features)

    def forward(self, x):
        self.x = x  # (B, in), what backward will need
        return x @ self.W + self.b  # (B, in) @ (in, out) + (out,) -> (B, out)

    def backward(self, grad):
        self.dW = self.x.T @ grad  # (in, B) @ (B, out) -> (in, out)
        self.db = grad.sum(axis=0)  # (B, out) -> (out,)
        return grad @ self.W.T  # (B, out) @ (out, in) -> (B, in)


class ReLU:
    """max(0, x), with derivative 0 at 0."""

    def forward(self, x):
        self.positive = x > 0  # (...)
        return np.where(self.positive, x, 0.0)

    def backward(self, grad):
        return np.where(self.positive, grad, 0.0)


class Sigmoid:
    """1 / (1 + exp(-x)), written so that exp is never taken of a positive number."""

    def forward(self, x):
        small = np.exp(-np.abs(x))  # (...), in (0, 1]
        self.out = np.where(x >= 0, 1.0, small) / (1.0 + small)
        return self.out.copy()  # the caller may do what it likes with its own

    def backward(self, grad):
        return grad * self.out * (1.0 - self.out)


class Tanh:
    """tanh, whose derivative is 1 - tanh²."""

    def forward(self, x):
        self.out = np.tanh(x)
        return self.out.copy()

    def backward(self, grad):
        return grad * (1.0 - self.out**2)
