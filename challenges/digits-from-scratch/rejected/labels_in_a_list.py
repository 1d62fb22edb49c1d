"""predict returns a list."""
# caught by: each-by-itself

import numpy as np


class Model:
    def __init__(self):
        self.losses = []

    def _hidden(self, x):
        return np.maximum((np.asarray(x) - 0.3) @ self.W1 + self.b1, 0)

    def predict(self, x):
        scores = self._hidden(x) @ self.W2 + self.b2
        return self.names[np.argmax(scores, axis=1)].tolist()


def train(x, y, rng):
    model = Model()
    model.names, t = np.unique(y, return_inverse=True)
    H, C, N = 64, len(model.names), len(x)
    model.W1 = rng.normal(0, np.sqrt(2 / 64), (64, H))
    model.b1 = np.zeros(H)
    model.W2 = rng.normal(0, np.sqrt(1 / H), (H, C))
    model.b2 = np.zeros(C)
    for epoch in range(40):
        order = rng.permutation(N)
        total = 0.0
        for i in range(0, N, 32):
            k = order[i : i + 32]
            xb, tb = x[k], t[k]
            h = model._hidden(xb)
            z = h @ model.W2 + model.b2
            z -= z.max(axis=1, keepdims=True)
            p = np.exp(z)
            p /= p.sum(axis=1, keepdims=True)
            total -= np.log(p[np.arange(len(k)), tb]).sum()
            p[np.arange(len(k)), tb] -= 1
            p /= len(k)
            dh = p @ model.W2.T * (h > 0)
            model.W2 -= 0.3 * h.T @ p
            model.b2 -= 0.3 * p.sum(axis=0)
            model.W1 -= 0.3 * (xb - 0.3).T @ dh
            model.b1 -= 0.3 * dh.sum(axis=0)
        model.losses.append(total / N)
    return model
