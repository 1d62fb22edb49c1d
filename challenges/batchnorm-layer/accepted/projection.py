"""The gradient by a projection matrix for each feature; second moments about the first row for the variance."""

import numpy as np


class BatchNorm:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta, self.running_mean, self.running_var = (
            np.array([value] * num_features, dtype=float) for value in (1, 0, 0, 1)
        )

    def forward(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean = np.sum(x, axis=0) / x.shape[0]
            near = x - x[0]  # so that no mean is large
            var = np.maximum(np.sum(near * near, axis=0) / x.shape[0] - (mean - x[0]) ** 2, 0)
            keep = 1 - self.momentum
            self.running_mean, self.running_var = (
                keep * old + self.momentum * new for old, new in ((self.running_mean, mean), (self.running_var, var))
            )
        inverse = (var + self.eps) ** -0.5
        normal = (x - mean) * inverse
        if training:
            self._normal, self._inverse = normal, inverse
        return normal * self.gamma + self.beta

    def backward(self, grad):
        rows = grad.shape[0]
        self.dbeta = np.ones(rows) @ grad
        self.dgamma = np.diagonal(grad.T @ self._normal).copy()
        dx = np.empty_like(grad)
        for f, h in enumerate(self._normal.T):
            jacobian = (np.eye(rows) - 1 / rows - np.outer(h, h) / rows) * self._inverse[f]
            dx[:, f] = jacobian @ grad[:, f] * self.gamma[f]
        return dx
