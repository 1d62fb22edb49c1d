"""Every fourth column is the one three places before."""
# caught by: he

import numpy as np


def zeros(fan_in, fan_out):
    return np.zeros((fan_in, fan_out))


def normal(fan_in, fan_out, std, rng):
    return rng.normal(0.0, std, size=(fan_in, fan_out))


def xavier_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return rng.normal(0.0, std, size=(fan_in, fan_out))


def he_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_in)
    w = std * rng.standard_normal((fan_in, fan_out))
    w[:, 3::4] = w[:, 0 : max(fan_out - 3, 0) : 4]
    return w


def activation_stds(weights, x, activation):
    stds = []
    h = x
    for W in weights:
        h = activation(h @ W)
        stds.append(float(np.std(h)))
    return stds
