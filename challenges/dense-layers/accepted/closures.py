"""forward leaves a function behind that does the backward pass."""

import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        self.W = np.random.normal(size=(in_features, out_features))
        self.b = np.random.normal(size=out_features)

    def forward(self, x):
        W = self.W

        def pull_back(grad):
            self.dW, self.db = (x[:, :, None] * grad[:, None, :]).sum(0), np.add.reduce(grad, 0)
            return (grad[:, None, :] * W).sum(-1)

        self.backward = pull_back
        return (x[:, :, None] * W).sum(1) + self.b


def activation(name, evaluate):
    def forward(self, x):
        value, slope = evaluate(x)
        self.backward = lambda grad: grad * slope
        return value

    return type(name, (), {"forward": forward})


def _sigmoid(x):
    value = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
    return value, value * (1 - value)


ReLU = activation("ReLU", lambda x: (np.clip(x, 0, None), np.where(x > 0, 1.0, 0.0)))
Sigmoid = activation("Sigmoid", _sigmoid)
Tanh = activation("Tanh", lambda x: (np.tanh(x), 1 / np.cosh(x) ** 2))
