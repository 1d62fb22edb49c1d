"""A network is a layer that holds a layer and the rest of the network."""

import numpy as np


class Network:
    def __init__(self, layers):
        self.first = layers[0]
        self.rest = Network(layers[1:]) if len(layers) > 1 else None

    def forward(self, x):
        x = self.first.forward(x)
        return self.rest.forward(x) if self.rest else x

    def backward(self, grad):
        return self.first.backward(self.rest.backward(grad) if self.rest else grad)

    def step(self, lr):
        attributes = vars(self.first)
        if "dW" in attributes and "db" in attributes:
            self.first.W = self.first.W - lr * self.first.dW
            self.first.b = self.first.b - lr * self.first.db
        if self.rest:
            self.rest.step(lr)

    def train_step(self, x, y, lr):
        logits = self.forward(x)
        batch = np.arange(logits.shape[0])
        top = logits.max(axis=1)
        log_sum = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        loss = (log_sum - logits[batch, y]).mean()
        grad = np.exp(logits - log_sum[:, None])
        grad[batch, y] -= 1
        grad *= 1 / len(batch)
        self.backward(grad)
        self.step(lr)
        return loss
