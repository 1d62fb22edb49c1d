"""Plain Python loops and math."""

import math

import numpy as np


def mse_loss(pred, target):
    n, total, grad = pred.size, 0.0, np.zeros(pred.shape)
    for index in np.ndindex(pred.shape):
        difference = pred[index] - target[index]
        total += difference * difference
        grad[index] = 2 * difference / n
    return float(total / n), grad


def softmax_cross_entropy(logits, labels):
    rows, classes = logits.shape
    total, grad = 0.0, np.zeros((rows, classes))
    for i in range(rows):
        top = max(logits[i])
        powers = [math.exp(value - top) for value in logits[i]]
        norm = sum(powers)
        total += top + math.log(norm) - logits[i, labels[i]]
        for c in range(classes):
            grad[i, c] = (powers[c] / norm - (c == labels[i])) / rows
    return float(total) / rows, grad


def binary_cross_entropy_with_logits(logits, targets):
    losses, grads = [], []
    for z, t in zip(logits.ravel(), targets.ravel(), strict=True):
        if z >= 0:
            losses.append((1 - t) * z + math.log1p(math.exp(-z)))
            grads.append(1 / (1 + math.exp(-z)) - t)
        else:
            losses.append(-t * z + math.log1p(math.exp(z)))
            grads.append(math.exp(z) / (1 + math.exp(z)) - t)
    return math.fsum(losses) / len(losses), np.array(grads).reshape(logits.shape) / len(losses)
