"""eps stands outside the root, in all three formulas; the gradient follows it exactly."""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma = np.ones((num_features,))
        self.beta = np.zeros((num_features,))
        self.running_mean = np.zeros((num_features,))
        self.running_var = np.ones((num_features,))

    def forward(self, x, training=True):
        if not training:
            return (x - self.running_mean) / (np.sqrt(self.running_var) + self.eps) * self.gamma + self.beta
        mean = x.mean(0)
        self.centred = x - mean
        self.deviation = np.sqrt((self.centred**2).mean(0))
        self.below = self.deviation + self.eps
        self.running_mean = self.running_mean * (1 - self.momentum) + mean * self.momentum
        self.running_var = self.running_var * (1 - self.momentum) + self.deviation**2 * self.momentum
        return self.centred / self.below * self.gamma + self.beta

    def backward(self, grad):
        xhat = self.centred / self.below
        self.dgamma, self.dbeta = np.einsum("bf,bf->f", grad, xhat), np.einsum("bf->f", grad)
        d = grad * self.gamma / self.below
        with np.errstate(invalid="ignore", divide="ignore"):
            direction = np.nan_to_num(self.centred / self.deviation)
        return d - d.mean(0) - direction * (d * xhat).mean(0)
