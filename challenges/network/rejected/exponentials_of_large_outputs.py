"""exp of the outputs as they are: NaN where they are large."""
# caught by: update

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def train_step(self, x, y, lr):
        logits = self.forward(x)
        n = len(y)
        z = logits
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(n), y]).mean()
        p[np.arange(n), y] -= 1
        self.backward(p / n)
        for layer in self.layers:
            if hasattr(layer, "W") and hasattr(layer, "dW"):
                layer.W = layer.W - lr * layer.dW
                layer.b = layer.b - lr * layer.db
        return float(loss)
