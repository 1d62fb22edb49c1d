"""The nearest class mean: a fair guess, not 95 %."""
# caught by: held-out

import numpy as np


class Means:
    def __init__(self, means, losses):
        self.means, self.losses = means, losses

    def predict(self, x):
        return ((x[:, None] - self.means) ** 2).sum(axis=-1).argmin(axis=1)


def train(x, y, rng):
    means, losses = x.mean(axis=0) + np.zeros((10, 1)), []
    for _ in range(5):
        losses.append(float(((x - means[y]) ** 2).mean()))
        for k in range(10):
            means[k] += 0.9 * (x[y == k].mean(axis=0) - means[k])
    return Means(means, losses)
