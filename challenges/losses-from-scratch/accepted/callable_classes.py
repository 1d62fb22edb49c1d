"""Losses as objects of one family, with a reduction that may be chosen."""

from typing import NamedTuple

import numpy as np


class Result(NamedTuple):
    loss: float
    grad: np.ndarray


class Loss:
    def __init__(self, reduction="mean"):
        self.reduction = reduction

    def __call__(self, prediction, truth):
        losses, grads = self.terms(prediction, truth)
        count = losses.size if self.reduction == "mean" else 1
        return Result(float(losses.sum() / count), grads / count)


class SquaredError(Loss):
    def terms(self, prediction, truth):
        return (prediction - truth) ** 2, 2 * (prediction - truth)


class SoftmaxCrossEntropy(Loss):
    def terms(self, prediction, truth):
        shifted = prediction - np.amax(prediction, axis=1, keepdims=True)
        sums = np.exp(shifted).sum(1)
        hits = truth[:, np.newaxis] == np.arange(prediction.shape[1])
        losses = np.log(sums) - shifted[hits]
        return losses, np.exp(shifted) / sums[:, np.newaxis] - hits


class BinaryCrossEntropy(Loss):
    def terms(self, prediction, truth):
        losses = np.maximum(prediction, 0) - truth * prediction + np.log1p(np.exp(-np.abs(prediction)))
        return losses, 0.5 * (1 + np.tanh(prediction / 2)) - truth


mse_loss = SquaredError()
softmax_cross_entropy = SoftmaxCrossEntropy()
binary_cross_entropy_with_logits = BinaryCrossEntropy()
