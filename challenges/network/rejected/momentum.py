"""Carries half of the last step over."""
# caught by: step-after-step

import numpy as np


class Network:
    def __init__(self, layers):
        self.last = {}
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
        z = logits - logits.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(n), y]).mean()
        p[np.arange(n), y] -= 1
        self.backward(p / n)
        for layer in self.layers:
            if hasattr(layer, "W") and hasattr(layer, "dW"):
                dW, db = self.last.get(id(layer), (0, 0))
                dW, db = 0.5 * dW + layer.dW, 0.5 * db + layer.db
                self.last[id(layer)] = dW, db
                layer.W, layer.b = layer.W - lr * dW, layer.b - lr * db
        return float(loss)
