"""Entry by entry, in plain Python floats."""

import math

import numpy as np


class _Each:
    """Keeps `slots` numbers for each entry of each array."""

    slots = 0

    def __init__(self, params, lr):
        self.params, self.lr = params, lr
        self.state = [{place: [0.0] * self.slots for place in np.ndindex(p.shape)} for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        for p, g, state in zip(self.params, grads, self.state):
            for place in np.ndindex(p.shape):
                p[place] = self.entry(float(p[place]), float(g[place]), state[place])


class SGD(_Each):
    def entry(self, p, g, _):
        return p - self.lr * g


class Momentum(_Each):
    slots = 1

    def __init__(self, params, lr, beta=0.9):
        super().__init__(params, lr)
        self.beta = beta

    def entry(self, p, g, state):
        state[0] = self.beta * state[0] + g
        return p - self.lr * state[0]


class Nesterov(Momentum):
    def entry(self, p, g, state):
        state[0] = self.beta * state[0] + g
        return p - self.lr * (g + self.beta * state[0])


class AdaGrad(_Each):
    slots = 1

    def __init__(self, params, lr, eps=1e-8):
        super().__init__(params, lr)
        self.eps = eps

    def entry(self, p, g, state):
        state[0] += g**2
        return p - self.lr * g / (math.sqrt(state[0]) + self.eps)


class RMSProp(AdaGrad):
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        super().__init__(params, lr, eps)
        self.beta = beta

    def entry(self, p, g, state):
        state[0] = self.beta * state[0] + (1 - self.beta) * g**2
        return p - self.lr * g / (math.sqrt(state[0]) + self.eps)


class Adam(_Each):
    slots = 2

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        super().__init__(params, lr)
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay

    def entry(self, p, g, state):
        (b1, b2), (m, v) = self.betas, state
        state[:] = m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        m, v = m / (1 - b1**self.t), v / (1 - b2**self.t)
        return p - self.lr * (m / (math.sqrt(v) + self.eps) + self.weight_decay * p)


class AdamW(Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas, eps, weight_decay)
