"""numpy's own logaddexp does the stable part."""

import numpy as np


def mse_loss(pred, target):
    residual = (pred - target).ravel()
    return residual @ residual / residual.size, (residual / residual.size * 2).reshape(pred.shape)


def softmax_cross_entropy(logits, labels):
    log_norm = np.logaddexp.reduce(logits, axis=1)
    picked = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    softmax = np.exp(logits - log_norm[:, None])
    np.subtract.at(softmax, (np.arange(len(labels)), labels), 1.0)
    return np.mean(log_norm - picked), softmax / len(labels)


def binary_cross_entropy_with_logits(logits, targets):
    loss = targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits)
    probability = np.exp(-np.logaddexp(0, -logits))
    return np.mean(loss), (probability - targets) / np.size(logits)
