"""A base class for the activations; the sigmoid is a shifted tanh."""

from abc import ABC, abstractmethod

import numpy as np


class Layer(ABC):
    @abstractmethod
    def forward(self, x): ...

    @abstractmethod
    def backward(self, grad): ...

    def __call__(self, x):
        return self.forward(x)


class Linear(Layer):
    def __init__(self, in_features, out_features, bias=True, rng=None):
        rng = np.random.default_rng() if rng is None else rng
        self.in_features, self.out_features = in_features, out_features
        self.W = rng.standard_normal((in_features, out_features)) / np.sqrt(in_features)
        self.b = rng.standard_normal(out_features) if bias else np.zeros(out_features)

    def forward(self, x, training=True):
        assert x.ndim == 2 and x.shape[1] == self.in_features
        self._input = x
        return np.matmul(x, self.W) + self.b

    def backward(self, grad):
        self.dW = np.matmul(grad.T, self._input).T
        self.db = np.ones(len(grad)) @ grad
        return np.matmul(self.W, grad.T).T


class Activation(Layer):
    def forward(self, x, training=True):
        self._derivative = self.derivative(x)
        return self.function(x)

    def backward(self, grad):
        return grad * self._derivative

    @abstractmethod
    def function(self, x): ...

    @abstractmethod
    def derivative(self, x): ...


class ReLU(Activation):
    def function(self, x):
        return (np.abs(x) + x) / 2

    def derivative(self, x):
        return (x > 0).astype(float)


class Sigmoid(Activation):
    def function(self, x):
        return 0.5 * (1 + np.tanh(0.5 * x))

    def derivative(self, x):
        return 0.25 * (1 - np.tanh(0.5 * x) ** 2)


class Tanh(Activation):
    def function(self, x):
        return np.tanh(x)

    def derivative(self, x):
        return 1 - self.function(x) ** 2
