"""Changes the weights in place; gradients are looked up by name."""

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        out = x
        for layer in self.layers:
            out = layer.forward(out)
        return out

    def backward(self, grad):
        for i in range(len(self.layers) - 1, -1, -1):
            grad = self.layers[i].backward(grad)
        return grad

    def train_step(self, x, y, lr):
        scores = self.forward(x)
        scores = scores - np.max(scores, axis=1, keepdims=True)
        exp = np.exp(scores)
        probs = exp / np.sum(exp, axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[range(len(y)), y] + 1e-12)) / len(y)
        dscores = probs.copy()
        dscores[range(len(y)), y] -= 1
        dscores /= len(y)
        self.backward(dscores)
        for layer in self.layers:
            for name in ("W", "b"):
                if hasattr(layer, name) and hasattr(layer, "d" + name):
                    parameter = getattr(layer, name)
                    parameter -= lr * getattr(layer, "d" + name)
        return loss
