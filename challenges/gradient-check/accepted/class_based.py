"""A checker object behind the function, typed, with optional arguments of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Checker:
    layer: object
    x: np.ndarray
    epsilon: float
    rng: np.random.Generator
    g: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.g = self.rng.choice([-1.0, 1.0], size=self.layer.forward(self.x).shape) * self.rng.uniform(
            0.5, 1.5, size=self.layer.forward(self.x).shape
        )

    def objective(self) -> float:
        return np.sum(self.g * self.layer.forward(self.x))

    def pairs(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        self.layer.forward(self.x)
        dx = self.layer.backward(self.g)
        claimed = {name: np.array(getattr(self.layer, "d" + name)) for name in ("W", "b") if hasattr(self.layer, name)}
        yield self.x, dx
        for name, grad in claimed.items():
            yield getattr(self.layer, name), grad

    def error(self, array: np.ndarray, index: tuple[int, ...], a: float) -> float:
        kept = float(array[index])
        try:
            array[index] = kept + self.epsilon
            above = self.objective()
            array[index] = kept - self.epsilon
            below = self.objective()
        finally:
            array[index] = kept
        n = (above - below) / (2 * self.epsilon)
        error = abs(a - n) / max(1e-8, abs(a) + abs(n))
        return error if error == error else float("inf")

    def largest(self) -> float:
        return max(self.error(array, i, grad[i]) for array, grad in self.pairs() for i in np.ndindex(array.shape))


def gradient_check(layer, x, epsilon=1e-5, rng=None, verbose=False):
    largest = Checker(layer, x, epsilon, rng or np.random.default_rng()).largest()
    if verbose:
        print(largest)
    return largest
