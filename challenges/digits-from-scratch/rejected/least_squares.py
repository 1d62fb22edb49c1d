"""Linear least squares by gradient descent: a straight line for each class is not enough."""
# caught by: held-out

import numpy as np


class Linear:
    def __init__(self):
        self.W = np.zeros((65, 10))
        self.losses = []

    def predict(self, x):
        return (np.c_[x, np.ones(len(x))] @ self.W).argmax(axis=1)


def train(x, y, rng):
    model, t, a = Linear(), np.eye(10)[y], np.c_[x, np.ones(len(x))]
    for _ in range(200):
        error = a @ model.W - t
        model.losses.append(float((error**2).mean()))
        model.W -= 0.08 * a.T @ error / len(x)
    return model
