"""The gradient term by term, with the sign for the slope of abs(logit): at 0, a half is missing."""
# caught by: binary

import numpy as np


def mse_loss(pred, target):
    diff = pred - target
    return np.mean(diff**2), 2 * diff / diff.size


def softmax_cross_entropy(logits, labels):
    n = logits.shape[0]
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), labels].mean()
    grad = np.exp(log_p)
    grad[np.arange(n), labels] -= 1
    return loss, grad / n


def binary_cross_entropy_with_logits(logits, targets):
    e = np.exp(-np.abs(logits))
    loss = np.maximum(logits, 0) - logits * targets + np.log1p(e)
    grad = (logits > 0) - targets - np.sign(logits) * e / (1 + e)
    return loss.mean(), grad / logits.size
