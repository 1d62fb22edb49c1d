"""Backward through every node of the computational graph, in nine steps."""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)
        self.dgamma = np.zeros(num_features)
        self.dbeta = np.zeros(num_features)

    def forward(self, x, training=True):
        if not training:
            inv = 1.0 / np.sqrt(self.running_var + self.eps)
            return self.gamma * inv * x + (self.beta - self.gamma * inv * self.running_mean)
        N, D = x.shape
        mu = 1.0 / N * np.sum(x, axis=0)
        xmu = x - mu
        sq = xmu**2
        var = 1.0 / N * np.sum(sq, axis=0)
        sqrtvar = np.sqrt(var + self.eps)
        ivar = 1.0 / sqrtvar
        xhat = xmu * ivar
        self.cache = (xhat, xmu, ivar, sqrtvar, var, np.copy(self.gamma))
        np.add((1 - self.momentum) * self.running_mean, self.momentum * mu, out=self.running_mean)
        np.add((1 - self.momentum) * self.running_var, self.momentum * var, out=self.running_var)
        return self.gamma * xhat + self.beta

    def backward(self, grad):
        xhat, xmu, ivar, sqrtvar, var, gamma = self.cache
        N, D = grad.shape
        self.dbeta[:] = np.sum(grad, axis=0)
        self.dgamma[:] = np.sum(grad * xhat, axis=0)
        dxhat = grad * gamma
        divar = np.sum(dxhat * xmu, axis=0)
        dxmu1 = dxhat * ivar
        dsqrtvar = -1.0 / (sqrtvar**2) * divar
        dvar = 0.5 * 1.0 / np.sqrt(var + self.eps) * dsqrtvar
        dsq = 1.0 / N * np.ones((N, D)) * dvar
        dxmu2 = 2 * xmu * dsq
        dx1 = dxmu1 + dxmu2
        dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
        dx2 = 1.0 / N * np.ones((N, D)) * dmu
        return dx1 + dx2
