"""Gaussian numbers from uniform ones by Box and Muller; a loop for the standard deviation."""

import math

import numpy as np


def zeros(fan_in, fan_out):
    return np.array([[0.0] * fan_out for _ in range(fan_in)])


def normal(fan_in, fan_out, std, rng):
    radius = np.sqrt(-2 * np.log1p(-rng.random((fan_in, fan_out))))
    angle = 2 * np.pi * rng.random((fan_in, fan_out))
    return std * radius * np.cos(angle)


def xavier_normal(fan_in, fan_out, rng):
    return normal(fan_in, fan_out, (2 / (fan_in + fan_out)) ** 0.5, rng)


def he_normal(fan_in, fan_out, rng):
    return normal(fan_in, fan_out, (2 / fan_in) ** 0.5, rng)


def activation_stds(weights, x, activation):
    result = []
    for W in weights:
        x = activation(np.einsum("bi,io->bo", x, W))
        values = x.ravel().tolist()
        mean = math.fsum(values) / len(values)
        result.append(math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values)))
    return result
