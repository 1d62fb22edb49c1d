"""Seven optimizers: one loop over the parameters, and for each class the two lines that make it what it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Optimizer:
    """Keeps the caller's arrays; `step` gives each of them its gradient and its place in the list."""

    def __init__(self, params: Sequence[Array], lr: float) -> None:
        self.params = list(params)
        self.lr = lr

    def zeros(self) -> list[Array]:
        """One array of zeros for each parameter: the state before the first step."""
        return [np.zeros_like(p) for p in self.params]

    def step(self, grads: Sequence[Array]) -> None:
        """Update every parameter in place. `grads[i]` has the shape of `params[i]` and is only read."""
        for i, (p, g) in enumerate(zip(self.params, grads, strict=True)):
            self.update(i, p, g)

    def update(self, i: int, p: Array, g: Array) -> None:
        raise NotImplementedError


class SGD(Optimizer):
    """p ← p − lr·g."""

    def update(self, i: int, p: Array, g: Array) -> None:
        p -= self.lr * g


class Momentum(Optimizer):
    """v ← βv + g, p ← p − lr·v: a decaying sum of all gradients so far."""

    def __init__(self, params: Sequence[Array], lr: float, beta: float = 0.9) -> None:
        super().__init__(params, lr)
        self.beta = beta
        self.v = self.zeros()

    def update(self, i: int, p: Array, g: Array) -> None:
        self.v[i] = self.beta * self.v[i] + g  # a new array: the state never shares memory with g
        p -= self.lr * self.v[i]


class Nesterov(Momentum):
    """v ← βv + g, p ← p − lr·(g + βv): one step further along the new velocity."""

    def update(self, i: int, p: Array, g: Array) -> None:
        self.v[i] = self.beta * self.v[i] + g
        p -= self.lr * (g + self.beta * self.v[i])


class AdaGrad(Optimizer):
    """s ← s + g², p ← p − lr·g/(√s + eps): steps shrink where gradients have been large."""

    def __init__(self, params: Sequence[Array], lr: float, eps: float = 1e-8) -> None:
        super().__init__(params, lr)
        self.eps = eps
        self.s = self.zeros()

    def update(self, i: int, p: Array, g: Array) -> None:
        self.s[i] += g**2
        p -= self.lr * g / (np.sqrt(self.s[i]) + self.eps)


class RMSProp(Optimizer):
    """s ← βs + (1−β)g², p ← p − lr·g/(√s + eps): AdaGrad that forgets."""

    def __init__(self, params: Sequence[Array], lr: float, beta: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(params, lr)
        self.beta, self.eps = beta, eps
        self.s = self.zeros()

    def update(self, i: int, p: Array, g: Array) -> None:
        self.s[i] = self.beta * self.s[i] + (1 - self.beta) * g**2
        p -= self.lr * g / (np.sqrt(self.s[i]) + self.eps)


class Adam(Optimizer):
    """Moving averages of g and g², each divided by 1 − βᵗ because it began at zero."""

    def __init__(
        self,
        params: Sequence[Array],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(params, lr)
        self.betas, self.eps = betas, eps
        self.m, self.v = self.zeros(), self.zeros()
        self.t = 0

    def step(self, grads: Sequence[Array]) -> None:
        self.t += 1  # once for a step, not once for an array
        super().step(grads)

    def update(self, i: int, p: Array, g: Array) -> None:
        beta1, beta2 = self.betas
        self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
        self.v[i] = beta2 * self.v[i] + (1 - beta2) * g**2
        mean = self.m[i] / (1 - beta1**self.t)
        square = self.v[i] / (1 - beta2**self.t)
        p -= self.lr * mean / (np.sqrt(square) + self.eps)


class AdamW(Adam):
    """Adam, and beside it p ← p − lr·wd·p: the decay never enters the averages."""

    def __init__(
        self,
        params: Sequence[Array],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(params, lr, betas, eps)
        self.weight_decay = weight_decay

    def update(self, i: int, p: Array, g: Array) -> None:
        p *= 1 - self.lr * self.weight_decay
        super().update(i, p, g)
