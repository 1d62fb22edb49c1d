"""Three losses, each with its gradient, written so that no exponential overflows and no logarithm sees a zero."""

import numpy as np


def mse_loss(pred, target):
    """Mean of (pred - target)² over all elements; gradient 2 (pred - target) / number of elements."""
    difference = pred - target  # (...)
    return np.mean(difference**2), 2 * difference / difference.size


def softmax_cross_entropy(logits, labels):
    """Mean over the batch of -log softmax(logits)[label]; gradient (softmax - one_hot) / B."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)  # (B, C), at most 0: softmax is the same, exp can't overflow
    log_sums = np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (B, 1), of a sum that is at least 1
    log_probabilities = shifted - log_sums  # (B, C)
    grad = np.exp(log_probabilities)  # the softmax
    grad[rows, labels] -= 1
    return -log_probabilities[rows, labels].mean(), grad / len(labels)


def binary_cross_entropy_with_logits(logits, targets):
    """Mean of log(1 + exp(z)) - t z over all elements; gradient (sigmoid(z) - t) / number of elements."""
    small = np.exp(-np.abs(logits))  # (...), in (0, 1]
    softplus = np.maximum(logits, 0) + np.log1p(small)  # log(1 + exp(z)), with the large part taken out
    sigmoid = np.where(logits >= 0, 1, small) / (1 + small)
    return np.mean(softplus - targets * logits), (sigmoid - targets) / logits.size
