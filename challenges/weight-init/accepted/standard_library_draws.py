"""Python's own random, seeded from the generator; the statistics module."""

import random
import statistics

import numpy as np


def zeros(fan_in, fan_out):
    return np.full((fan_in, fan_out), 0.0)


def normal(fan_in, fan_out, std, rng):
    dice = random.Random(int(rng.integers(0, 2**63)))
    return np.array([[dice.gauss(0, std) for _ in range(fan_out)] for _ in range(fan_in)])


def xavier_normal(fan_in, fan_out, rng):
    return normal(fan_in, fan_out, (0.5 * (fan_in + fan_out)) ** -0.5, rng)


def he_normal(fan_in, fan_out, rng):
    return normal(fan_in, fan_out, (0.5 * fan_in) ** -0.5, rng)


def activation_stds(weights, x, activation):
    stds = []
    for W in weights:
        x = activation(x.dot(W))
        stds.append(statistics.pstdev(x.ravel().tolist()))
    return stds
