"""One column at a time; activations by recursion; second moments."""

import numpy as np


def zeros(fan_in, fan_out):
    return np.outer(np.zeros(fan_in), np.zeros(fan_out))


def _columns(fan_in, fan_out, variance, rng):
    w = np.empty((fan_in, fan_out))
    for j in range(fan_out):
        w[:, j] = rng.normal(0, variance**0.5, fan_in)
    return w


def normal(fan_in, fan_out, std, rng):
    return _columns(fan_in, fan_out, std**2, rng)


def xavier_normal(fan_in, fan_out, rng):
    return _columns(fan_in, fan_out, 2 / (fan_in + fan_out), rng)


def he_normal(fan_in, fan_out, rng):
    return _columns(fan_in, fan_out, 2 / fan_in, rng)


def activation_stds(weights, x, activation):
    if not len(weights):
        return []
    h = activation(np.matmul(x, weights[0]))
    spread = np.sqrt(np.mean(np.square(h - np.mean(h))))
    return [spread, *activation_stds(weights[1:], h, activation)]
