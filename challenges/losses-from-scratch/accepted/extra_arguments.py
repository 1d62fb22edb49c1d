"""Optional arguments, typed; 0-d arrays and numpy floats as losses; warnings of overflow that does no harm."""

from __future__ import annotations

import numpy as np


def mse_loss(pred: np.ndarray, target: np.ndarray, *, weight: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    pred, target = np.asarray(pred, float), np.asarray(target, float)
    return np.array(weight * ((pred - target) ** 2).mean()), weight * 2 * (pred - target) / pred.size


def softmax_cross_entropy(
    logits: np.ndarray, labels: np.ndarray, smoothing: float = 0.0
) -> tuple[np.floating, np.ndarray]:
    batch, classes = logits.shape
    wanted = np.full((batch, classes), smoothing / classes)
    wanted[np.arange(batch), labels] += 1 - smoothing
    order = np.sort(logits, axis=1)
    top = order[:, -1:]
    log_norm = top + np.log1p(np.exp(order[:, :-1] - top).sum(1, keepdims=True))
    return np.float64((wanted * (log_norm - logits)).sum() / batch), (np.exp(logits - log_norm) - wanted) / batch


def binary_cross_entropy_with_logits(
    logits: np.ndarray, targets: np.ndarray, pos_weight: float = 1.0
) -> tuple[float, np.ndarray]:
    weight = 1 + (pos_weight - 1) * targets
    loss = (1 - targets) * logits + weight * (np.log(1 + np.exp(-np.abs(logits))) + np.clip(-logits, 0, None))
    s = 1 / (1 + np.exp(-logits))  # exp may overflow to inf; 1 / inf is the 0 that it should be
    return loss.mean().item(), (weight * s - pos_weight * targets) / logits.size if pos_weight != 1 else (
        s - targets
    ) / logits.size
