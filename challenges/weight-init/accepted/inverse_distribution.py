"""Uniform numbers through the inverse of the normal distribution; deviations by exact sums."""

import math
from statistics import NormalDist

import numpy as np


def zeros(fan_in, fan_out):
    return np.full((fan_in, fan_out), 0.0)


def normal(fan_in, fan_out, std, rng, mean=0.0):
    uniform = 1.0 - rng.random(fan_in * fan_out)  # never 0
    centre = (1.0 - 1e-16) * uniform  # nor 1
    drawn = [NormalDist().inv_cdf(u) for u in centre]
    return mean + std * np.array(drawn).reshape(fan_in, fan_out)


def xavier_normal(fan_in, fan_out, rng, gain=1.0):
    return normal(fan_in, fan_out, gain * math.sqrt(2 / (fan_in + fan_out)), rng)


def he_normal(fan_in, fan_out, rng):
    return normal(fan_in, fan_out, math.sqrt(2 / fan_in), rng)


def activation_stds(weights, x, activation):
    return [deviation(outputs(weights[: depth + 1], x, activation)) for depth in range(len(weights))]


def outputs(weights, h, activation):
    for W in weights:
        h = activation(np.einsum("bi,io->bo", h, W))
    return h


def deviation(h):
    numbers = h.ravel().tolist()
    mean = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((v - mean) ** 2 for v in numbers) / len(numbers))
