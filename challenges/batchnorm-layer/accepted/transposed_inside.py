"""Works on (F, B) inside; a subclass of a small layer class; momentum and eps by keyword."""

from __future__ import annotations

import numpy as np


class Layer:
    training = True

    def __call__(self, x, **options):
        return self.forward(x, **options)


class BatchNorm(Layer):
    """affine=False would leave out gamma and beta."""

    def __init__(self, num_features: int, momentum: float = 0.1, eps: float = 1e-5, affine: bool = True) -> None:
        super().__init__()
        self.affine = affine
        self.options = {"momentum": momentum, "eps": eps}
        self.params = {"gamma": np.ones(num_features), "beta": np.zeros(num_features)}
        self.buffers = {"running_mean": np.zeros(num_features), "running_var": np.ones(num_features)}

    gamma = property(lambda self: self.params["gamma"], lambda self, value: self.params.update(gamma=value))
    beta = property(lambda self: self.params["beta"], lambda self, value: self.params.update(beta=value))
    running_mean = property(
        lambda self: self.buffers["running_mean"], lambda self, value: self.buffers.update(running_mean=value)
    )
    running_var = property(
        lambda self: self.buffers["running_var"], lambda self, value: self.buffers.update(running_var=value)
    )

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:
        xt = x.T
        if training:
            mean, var = xt.mean(axis=1), np.cov(xt, bias=True).reshape(len(xt), len(xt)).diagonal()
            m = self.options["momentum"]
            self.running_mean = self.running_mean - m * (self.running_mean - mean)
            self.running_var = self.running_var - m * (self.running_var - var * len(x) / (len(x) - 1))
        else:
            mean, var = self.running_mean, self.running_var
        std = np.sqrt(var + self.options["eps"])[:, None]
        normal = (xt - mean[:, None]) / std
        if training:
            self.saved = (normal, std)
        return (normal * self.gamma[:, None] + self.beta[:, None]).T

    def backward(self, grad: np.ndarray) -> np.ndarray:
        normal, std = self.saved
        g = grad.T
        self.dgamma = (g * normal).sum(axis=1)
        self.dbeta = g.sum(axis=1)
        n = g.shape[1]
        dx = self.gamma[:, None] / (n * std) * (n * g - self.dbeta[:, None] - normal * self.dgamma[:, None])
        return dx.T
