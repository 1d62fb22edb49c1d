"""predict scales all pixels by the mean and spread of what it is given."""
# caught by: each-by-itself

import numpy as np


class Model:
    def __init__(self, rng, hidden=48):
        self.W1 = rng.normal(0, np.sqrt(2 / 64), (64, hidden))
        self.b1 = np.zeros(hidden)
        self.W2 = rng.normal(0, np.sqrt(2 / hidden), (hidden, 10))
        self.b2 = np.zeros(10)
        self.losses = []

    def scores(self, x):
        x = (x - x.mean()) / x.std()
        self.h = np.maximum(0, x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def predict(self, x):
        return self.scores(x).argmax(axis=1)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def train(x, y, rng, epochs=16, batch=32, lr=0.3):
    model = Model(rng)
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        total = 0.0
        for start in range(0, len(x), batch):
            idx = order[start : start + batch]
            xb, yb = x[idx], y[idx]
            p = softmax(model.scores(xb))
            total -= np.log(p[np.arange(len(yb)), yb]).sum()
            d = (p - np.eye(10)[yb]) / len(yb)
            dh = (d @ model.W2.T) * (model.h > 0)
            model.W2 -= lr * model.h.T @ d
            model.b2 -= lr * d.sum(axis=0)
            model.W1 -= lr * xb.T @ dh
            model.b1 -= lr * dh.sum(axis=0)
        model.losses.append(total / len(x))
    return model
