"""Flattens inputs of four dimensions itself: images are taken for rows of pixels."""
# caught by: backward

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        x = x.reshape(len(x), -1) if x.ndim > 3 else x
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def train_step(self, x, y, lr):
        z = self.forward(x)
        z = z - z.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        i = np.arange(len(y))
        g = np.exp(logp)
        g[i, y] -= 1
        self.backward(g / len(y))
        for layer in self.layers:
            if hasattr(layer, "dW"):
                layer.W = layer.W - lr * layer.dW
                layer.b = layer.b - lr * layer.db
        return float(-logp[i, y].mean())
