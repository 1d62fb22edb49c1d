"""Rows from a multivariate normal distribution; further arguments with defaults; scan by accumulate."""

import itertools

import numpy as np


def zeros(fan_in, fan_out, dtype=float):
    return np.zeros((fan_in, fan_out), dtype)


def normal(fan_in, fan_out, std, rng, mean=0.0):
    w = rng.standard_normal(size=(fan_out, fan_in)).T
    return mean + std * w


def xavier_normal(fan_in, fan_out, rng, gain=1.0):
    return normal(fan_in, fan_out, gain * np.sqrt(2 / (fan_in + fan_out)), rng)


def he_normal(fan_in, fan_out, rng, slope=0.0):
    gain = np.sqrt(2 / (1 + slope**2))
    return normal(fan_in, fan_out, gain / np.sqrt(fan_in), rng)


def activation_stds(weights, x, activation):
    outputs = itertools.accumulate(weights, lambda h, W: activation(h @ W), initial=x)
    return [h.std().item() for h in itertools.islice(outputs, 1, None)]
