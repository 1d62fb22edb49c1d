"""Makes a generator from one of a hundred seeds: matrices soon repeat."""
# caught by: normal

import numpy as np


def zeros(fan_in, fan_out):
    return np.zeros((fan_in, fan_out))


def normal(fan_in, fan_out, std, rng):
    own = np.random.default_rng(rng.integers(100))
    return own.normal(0.0, std, size=(fan_in, fan_out))


def xavier_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return rng.normal(0.0, std, size=(fan_in, fan_out))


def he_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_in)
    return std * rng.standard_normal((fan_in, fan_out))


def activation_stds(weights, x, activation):
    stds = []
    h = x
    for W in weights:
        h = activation(h @ W)
        stds.append(float(np.std(h)))
    return stds
