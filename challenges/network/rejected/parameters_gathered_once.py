"""The first train_step gathers the arrays W and b, and all later ones write into those, whatever the layers have."""
# caught by: step-after-step

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = list(layers)
        self.parameters = None

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def train_step(self, x, y, lr):
        z = self.forward(x)
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(y))
        loss = -np.log(p[rows, y]).mean()
        p[rows, y] -= 1
        self.backward(p / len(y))
        if self.parameters is None:
            self.parameters = [(layer, layer.W, layer.b) for layer in self.layers if hasattr(layer, "dW")]
        for layer, weights, bias in self.parameters:
            weights -= lr * layer.dW
            bias -= lr * layer.db
        return loss
