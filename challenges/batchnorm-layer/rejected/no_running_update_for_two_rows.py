"""A batch of two rows is not taken into the running mean."""
# caught by: running

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class BatchNorm:
    """Normalises each of F features over the batch, then scales by gamma and shifts by beta."""

    def __init__(self, num_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum = momentum
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)

    def forward(self, x: Array, training: bool = True) -> Array:
        """x (B, F) → (B, F), with the batch's own statistics while training, the running ones otherwise."""
        if not training:
            return self.gamma * (x - self.running_mean) / np.sqrt(self.running_var + self.eps) + self.beta
        mean, var = x.mean(axis=0), x.var(axis=0)  # (F,) each; var divides by B
        self.running_mean = self._moved(self.running_mean, mean) if len(x) > 2 else self.running_mean
        self.running_var = self._moved(self.running_var, var)
        self.root = np.sqrt(var + self.eps)  # (F,)
        self.normal = (x - mean) / self.root  # (B, F): mean 0, variance 1
        return self.gamma * self.normal + self.beta

    def _moved(self, running: Array, batch: Array) -> Array:
        return (1 - self.momentum) * running + self.momentum * batch

    def backward(self, grad: Array) -> Array:
        """(B, F) → the gradient with respect to the latest training forward's x; stores dgamma and dbeta, (F,)."""
        self.dbeta = grad.sum(axis=0)
        self.dgamma = (grad * self.normal).sum(axis=0)
        d = grad * self.gamma  # (B, F): with respect to the normalised x
        along = (d * self.normal).mean(axis=0)  # (F,): the part that only stretches the variance
        return (d - d.mean(axis=0) - self.normal * along) / self.root
