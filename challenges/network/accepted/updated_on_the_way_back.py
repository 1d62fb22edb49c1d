"""Each layer takes its step right after its own backward, which has used the old weights by then."""

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad, lr=None):
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)
            if lr is not None and getattr(layer, "dW", None) is not None:
                np.subtract(layer.W, lr * layer.dW, out=layer.W)
                np.subtract(layer.b, lr * layer.db, out=layer.b)
        return grad

    def train_step(self, x, y, lr):
        z = self.forward(x)
        e = np.exp(z - z.max(1, keepdims=True))
        p = e / e.sum(1, keepdims=True)
        wrong = p.copy()
        wrong[np.arange(y.size), y] -= 1.0
        self.backward(wrong / y.size, lr)
        return float(np.mean(-np.log(np.take_along_axis(p, y[:, None], 1))))
