"""Dataclasses with default fields; a generator walks over parameters and gradients."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class SGD:
    params: list[np.ndarray]
    lr: float

    def _pairs(self, grads):
        yield from enumerate(zip(self.params, grads))

    def step(self, grads: list[np.ndarray]) -> None:
        for _, (p, g) in self._pairs(grads):
            np.add(p, -self.lr * g, out=p)


@dataclass
class Momentum(SGD):
    beta: float = 0.9
    v: dict = field(default_factory=dict, init=False, repr=False)

    def step(self, grads):
        for i, (p, g) in self._pairs(grads):
            self.v[i] = g + self.beta * self.v.get(i, 0)
            p -= self.lr * self._ahead(self.v[i], g)

    def _ahead(self, v, g):
        return v


@dataclass
class Nesterov(Momentum):
    def _ahead(self, v, g):
        return g + self.beta * v


@dataclass
class AdaGrad(SGD):
    eps: float = 1e-8
    s: dict = field(default_factory=dict, init=False, repr=False)

    def step(self, grads):
        for i, (p, g) in self._pairs(grads):
            self.s[i] = self._grown(self.s.get(i, np.zeros(g.shape)), np.power(g, 2))
            p -= self.lr / (np.sqrt(self.s[i]) + self.eps) * g

    def _grown(self, s, square):
        return s + square


@dataclass
class RMSProp(AdaGrad):
    beta: float = 0.9
    eps: float = 1e-8

    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        super().__init__(params, lr, eps)
        self.beta = beta

    def _grown(self, s, square):
        return square + self.beta * (s - square)


@dataclass
class Adam:
    params: list[np.ndarray]
    lr: float = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = field(default=0.0, init=False)

    def __post_init__(self):
        self.moments = [np.zeros((2, *p.shape)) for p in self.params]
        self.steps = 0

    def step(self, grads):
        self.steps += 1
        beta = np.array(self.betas)
        for p, g, moments in zip(self.params, grads, self.moments):
            b = beta.reshape(2, *([1] * g.ndim))
            moments *= b
            moments += (1 - b) * np.stack([g, g * g])
            mean, square = moments / (1 - b**self.steps)
            p *= 1 - self.lr * self.weight_decay
            p -= self.lr * mean / (np.sqrt(square) + self.eps)


@dataclass
class AdamW(Adam):
    weight_decay: float = 0.01
