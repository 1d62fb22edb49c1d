"""Weight initialisation, and a probe of what it does to signals. Weights have the shape (fan_in, fan_out)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def zeros(fan_in: int, fan_out: int) -> Array:
    """All units of a layer alike, and so they stay: for biases only."""
    return np.zeros((fan_in, fan_out))


def normal(fan_in: int, fan_out: int, std: float, rng: np.random.Generator) -> Array:
    """Independent Gaussian numbers with mean 0 and standard deviation std."""
    return std * rng.standard_normal((fan_in, fan_out))


def xavier_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Variance 2/(fan_in + fan_out): a compromise between forward and backward signals (Glorot & Bengio 2010)."""
    return normal(fan_in, fan_out, math.sqrt(2 / (fan_in + fan_out)), rng)


def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Variance 2/fan_in: makes up for the half that ReLU sets to zero (He et al. 2015)."""
    return normal(fan_in, fan_out, math.sqrt(2 / fan_in), rng)


def activation_stds(weights: Sequence[Array], x: Array, activation: Callable[[Array], Array]) -> list[float]:
    """x (B, fan_in of the first) → for each layer the standard deviation of all of activation(h @ W)."""
    stds = []
    h = x
    for W in weights:
        h = activation(h @ W)  # (B, fan_out)
        stds.append(float(h.std()))
    return stds
