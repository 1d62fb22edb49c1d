"""Every operation writes into arrays that exist already; gradients are copied first."""

import numpy as np


class _Base:
    slots = 0

    def __init__(self, params, lr):
        self.params = params
        self.lr = lr
        self.state = [[np.zeros(p.shape) for _ in range(self.slots)] for p in params]
        self.work = [np.empty(p.shape) for p in params]

    def step(self, grads):
        self.begin()
        for p, g, state, work in zip(self.params, grads, self.state, self.work, strict=True):
            np.copyto(work, g)
            self.direction(g, work, *state)
            np.multiply(work, self.lr, out=work)
            np.subtract(p, work, out=p)

    def begin(self):
        pass

    def direction(self, g, work, *state):
        """Turn the copy of the gradient into the step's direction."""


class SGD(_Base):
    pass


class Momentum(_Base):
    slots = 1

    def __init__(self, params, lr, beta=0.9):
        super().__init__(params, lr)
        self.beta = beta

    def direction(self, g, work, v):
        v *= self.beta
        v += g
        work[...] = v


class Nesterov(Momentum):
    def direction(self, g, work, v):
        v *= self.beta
        v += g
        work += self.beta * v


class AdaGrad(_Base):
    slots = 1

    def __init__(self, params, lr, eps=1e-8):
        super().__init__(params, lr)
        self.eps = eps

    def direction(self, g, work, s):
        s += np.square(g)
        work /= np.sqrt(s) + self.eps


class RMSProp(AdaGrad):
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        super().__init__(params, lr, eps)
        self.beta = beta

    def direction(self, g, work, s):
        s *= self.beta
        s += (1 - self.beta) * np.square(g)
        work /= np.sqrt(s) + self.eps


class Adam(_Base):
    slots = 2

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr)
        (self.b1, self.b2), self.eps = betas, eps
        self.p1 = self.p2 = 1.0

    def begin(self):
        self.p1 *= self.b1
        self.p2 *= self.b2

    def direction(self, g, work, m, v):
        m += (1 - self.b1) * (g - m)
        v += (1 - self.b2) * (g * g - v)
        np.divide(m, 1 - self.p1, out=work)
        work /= np.sqrt(v / (1 - self.p2)) + self.eps


class AdamW(Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, grads):
        super().step(grads)
        for p in self.params:
            p *= 1 - self.lr * self.weight_decay
