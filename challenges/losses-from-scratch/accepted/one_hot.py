"""One-hot matrices, and lists in place of tuples."""

import numpy as np


def mse_loss(pred, target):
    loss = np.average(np.square(target - pred))
    return [loss, (pred - target) * (2.0 / pred.size)]


def log_softmax(z):
    top = np.max(z, axis=-1)[..., None]
    return z - top - np.log(np.sum(np.exp(z - top), axis=-1))[..., None]


def softmax_cross_entropy(logits, labels):
    one_hot = np.eye(logits.shape[1])[labels]
    log_p = log_softmax(logits)
    return [-np.sum(one_hot * log_p) / len(logits), (np.exp(log_p) - one_hot) / len(logits)]


def binary_cross_entropy_with_logits(logits, targets):
    pair = log_softmax(np.stack([np.zeros(logits.shape), logits], axis=-1))
    both = np.stack([1 - targets, targets], axis=-1)
    return [-(pair * both).sum() / logits.size, (np.exp(pair) - both)[..., 1] / logits.size]
