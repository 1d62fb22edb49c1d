"""exp of the raw logits: infinity for large ones."""
# caught by: cross-entropy-far-out

import numpy as np


def mse_loss(pred, target):
    diff = pred - target
    return np.mean(diff**2), 2 * diff / diff.size


def softmax_cross_entropy(logits, labels):
    n = logits.shape[0]
    z = logits
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), labels].mean()
    grad = np.exp(log_p)
    grad[np.arange(n), labels] -= 1
    return loss, grad / n


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def binary_cross_entropy_with_logits(logits, targets):
    loss = np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
    return loss.mean(), (sigmoid(logits) - targets) / logits.size
