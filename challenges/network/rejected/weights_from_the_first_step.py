"""W and b are kept from the first train_step on: weights put in from outside are thrown away at the next one."""
# caught by: step-after-step

import numpy as np


class Network:
    def __init__(self, layers):
        self.layers = list(layers)
        self.parameters = {}

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in self.layers[::-1]:
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
        for place, layer in enumerate(self.layers):
            if hasattr(layer, "dW"):
                weights, bias = self.parameters.get(place, (layer.W, layer.b))
                layer.W, layer.b = weights - lr * layer.dW, bias - lr * layer.db
                self.parameters[place] = layer.W, layer.b
        return loss
