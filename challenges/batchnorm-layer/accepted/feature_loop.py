"""A loop over the features, in plain Python numbers, with the chain rule spelled out."""

import math

import numpy as np


class BatchNorm:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.n = num_features
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.full(num_features, 1.0)
        self.beta = np.full(num_features, 0.0)
        self.running_mean = np.full(num_features, 0.0)
        self.running_var = np.full(num_features, 1.0)

    def forward(self, x, training=True):
        out = np.empty(x.shape)
        if training:
            self.x = np.array(x)
            self.mean, self.var = [0.0] * self.n, [0.0] * self.n
        for j in range(self.n):
            column = [float(value) for value in x[:, j]]
            mean, var = self.running_mean[j], self.running_var[j]
            if training:
                mean = sum(column) / len(column)
                var = sum((value - mean) ** 2 for value in column) / len(column)
                self.mean[j], self.var[j] = mean, var
                self.running_mean[j] += self.momentum * (mean - self.running_mean[j])
                self.running_var[j] += self.momentum * (var - self.running_var[j])
            for i, value in enumerate(column):
                out[i, j] = self.gamma[j] * (value - mean) / math.sqrt(var + self.eps) + self.beta[j]
        return out

    def backward(self, grad):
        rows = len(self.x)
        dx, self.dgamma, self.dbeta = np.zeros(grad.shape), np.zeros(self.n), np.zeros(self.n)
        for j in range(self.n):
            inverse = 1 / math.sqrt(self.var[j] + self.eps)
            centred = [self.x[i, j] - self.mean[j] for i in range(rows)]
            dxhat = [grad[i, j] * self.gamma[j] for i in range(rows)]
            dvar = sum(d * c for d, c in zip(dxhat, centred)) * -0.5 * inverse**3
            dmean = -inverse * sum(dxhat) + dvar * -2 * sum(centred) / rows
            for i in range(rows):
                dx[i, j] = dxhat[i] * inverse + dvar * 2 * centred[i] / rows + dmean / rows
                self.dgamma[j] += grad[i, j] * centred[i] * inverse
                self.dbeta[j] += grad[i, j]
        return dx
