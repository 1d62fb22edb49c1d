"""Full-batch gradient descent on softmax regression: nothing random, so rng is not needed."""

import numpy as np


class Model:
    def __init__(self, w, losses):
        self.w = w
        self.losses = losses

    def predict(self, x):
        return np.argmax(np.c_[x, np.ones(len(x))] @ self.w, axis=1)


def train(x, y, rng):
    a = np.c_[x, np.ones(len(x))]
    t = np.zeros((len(y), 10))
    t[np.arange(len(y)), y] = 1
    w = np.zeros((65, 10))
    losses = np.empty(500)
    for i in range(500):
        z = a @ w
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        losses[i] = -np.log((p * t).sum(axis=1)).mean()
        w = w - 1.0 * a.T @ (p - t) / len(a)
    return Model(w, losses)
