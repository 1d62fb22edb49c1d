"""The softmax is computed in the array that the last layer returned, which may need it for its backward."""
# caught by: arguments-left-alone

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def train_step(self, x, y, lr):
        p = self.forward(x)
        p -= p.max(axis=1, keepdims=True)
        np.exp(p, out=p)
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(y))
        loss = -np.log(p[rows, y]).mean()
        grad = p.copy()
        grad[rows, y] -= 1
        self.backward(grad / len(y))
        for layer in self.layers:
            if hasattr(layer, "dW"):
                layer.W = layer.W - lr * layer.dW
                layer.b = layer.b - lr * layer.db
        return loss
