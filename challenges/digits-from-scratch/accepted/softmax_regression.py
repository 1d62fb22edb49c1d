"""Softmax regression in mini-batches: no hidden layer at all."""

import numpy as np


class SoftmaxRegression:
    def __init__(self):
        self.W = np.zeros((65, 10))
        self.losses = []

    @staticmethod
    def with_ones(x):
        return np.hstack([x, np.ones((x.shape[0], 1))])

    def predict(self, x):
        return np.argmax(self.with_ones(x) @ self.W, axis=-1)

    def fit(self, x, y, rng, epochs=60, batch=25, lr=0.5):
        x, targets = self.with_ones(x), np.eye(10)[y]
        for _ in range(epochs):
            losses = []
            for part in np.array_split(rng.permutation(len(x)), len(x) // batch):
                z = x[part] @ self.W
                z -= np.logaddexp.reduce(z, axis=1, keepdims=True)
                losses.append(-(z * targets[part]).sum(axis=1).mean())
                self.W -= lr * x[part].T @ (np.exp(z) - targets[part]) / len(part)
            self.losses.append(float(np.mean(losses)))
        return self


def train(x, y, rng):
    return SoftmaxRegression().fit(x, y, rng)
