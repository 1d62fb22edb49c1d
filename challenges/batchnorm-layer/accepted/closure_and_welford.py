"""Welford's running formula for mean and variance; backward is a closure made by forward."""

from dataclasses import dataclass

import numpy as np


@dataclass
class BatchNorm:
    num_features: int
    momentum: float = 0.1
    eps: float = 1e-5

    def __post_init__(self):
        self.gamma, self.running_var = np.ones((2, self.num_features))
        self.beta, self.running_mean = np.zeros((2, self.num_features))

    @staticmethod
    def _moments(x):
        mean, m2 = np.zeros(x.shape[1]), np.zeros(x.shape[1])
        for count, row in enumerate(x, start=1):
            delta = row - mean
            mean = mean + delta / count
            m2 = m2 + delta * (row - mean)
        return mean, m2 / len(x), m2 / (len(x) - 1)

    def forward(self, x, training=True):
        if not training:
            return self._affine((x - self.running_mean) / np.sqrt(self.running_var + self.eps))
        mean, biased, unbiased = self._moments(x)
        self.running_mean = np.average([self.running_mean, mean], axis=0, weights=[1 - self.momentum, self.momentum])
        self.running_var = np.average([self.running_var, unbiased], axis=0, weights=[1 - self.momentum, self.momentum])
        scale = 1 / np.sqrt(biased + self.eps)
        xhat = (x - mean) * scale

        def pull(grad):
            self.dgamma, self.dbeta = np.sum(grad * xhat, 0), np.sum(grad, 0)
            return self.gamma * scale * (grad - self.dbeta / len(grad) - xhat * self.dgamma / len(grad))

        self.backward = pull
        return self._affine(xhat)

    def _affine(self, xhat):
        return self.gamma * xhat + self.beta
