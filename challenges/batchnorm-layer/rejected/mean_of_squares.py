"""Variance as E[x²] − E[x]²: with a large mean hardly a digit is left."""
# caught by: far-from-zero

import numpy as np


class BatchNorm:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def forward(self, x, training=True):
        if training:
            mean, var = x.mean(axis=0), np.maximum((x * x).mean(axis=0) - x.mean(axis=0) ** 2, 0.0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean, var = self.running_mean, self.running_var
        std = np.sqrt(var + self.eps)
        xhat = (x - mean) / std
        if training:
            self.cache = xhat, std
        return self.gamma * xhat + self.beta

    def backward(self, grad):
        xhat, std = self.cache
        self.dgamma = (grad * xhat).sum(axis=0)
        self.dbeta = grad.sum(axis=0)
        d = grad * self.gamma
        return (d - d.mean(axis=0) - xhat * (d * xhat).mean(axis=0)) / std
