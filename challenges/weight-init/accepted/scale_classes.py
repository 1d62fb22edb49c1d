"""A class for each rule, with a table of gains; the functions only call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class VarianceScaling:
    """Variance gain / fan, where `fan` is chosen from the two."""

    gain: float
    fan: Callable[[int, int], float]

    def __call__(self, fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
        return normal(fan_in, fan_out, np.sqrt(self.gain / self.fan(fan_in, fan_out)), rng)


def zeros(fan_in: int, fan_out: int) -> np.ndarray:
    return np.zeros(shape=[fan_in, fan_out], dtype=np.float64)


def normal(fan_in: int, fan_out: int, std: float, rng: np.random.Generator) -> np.ndarray:
    return rng.normal(scale=std, size=fan_in * fan_out).reshape(fan_in, fan_out)


xavier_normal = VarianceScaling(1.0, lambda fan_in, fan_out: (fan_in + fan_out) / 2)
he_normal = VarianceScaling(2.0, lambda fan_in, fan_out: fan_in)


def activation_stds(weights, x, activation):
    def outputs(h):
        for W in weights:
            h = activation(h @ W)
            yield h

    return [np.std(h) for h in outputs(x)]
