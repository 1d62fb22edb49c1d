"""Python loops over every index, math instead of numpy's functions."""

import math
import random

import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        self.W = np.array([[random.gauss(0, 0.3) for _ in range(out_features)] for _ in range(in_features)])
        self.b = np.array([0.0] * out_features)

    def forward(self, x):
        self.x = x
        rows, outputs = x.shape[0], len(self.b)
        out = np.zeros((rows, outputs))
        for n in range(rows):
            for j in range(outputs):
                out[n, j] = self.b[j] + sum(x[n, i] * self.W[i, j] for i in range(x.shape[1]))
        return out

    def backward(self, grad):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        dx = np.zeros(self.x.shape)
        for n in range(grad.shape[0]):
            for j in range(grad.shape[1]):
                self.db[j] += grad[n, j]
                for i in range(self.x.shape[1]):
                    self.dW[i, j] += self.x[n, i] * grad[n, j]
                    dx[n, i] += grad[n, j] * self.W[i, j]
        return dx


class Pointwise:
    def forward(self, x):
        self.slopes = np.zeros(x.shape)
        out = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            out[index], self.slopes[index] = self.at(float(x[index]))
        return out

    def backward(self, grad):
        result = np.zeros(grad.shape)
        for index in np.ndindex(grad.shape):
            result[index] = grad[index] * self.slopes[index]
        return result


class ReLU(Pointwise):
    def at(self, value):
        return (value, 1.0) if value > 0 else (0.0, 0.0)


class Sigmoid(Pointwise):
    def at(self, value):
        if value >= 0:
            s = 1 / (1 + math.exp(-value))
        else:
            s = math.exp(value) / (1 + math.exp(value))
        return s, s * (1 - s)


class Tanh(Pointwise):
    def at(self, value):
        t = math.tanh(value)
        return t, 1 - t * t
