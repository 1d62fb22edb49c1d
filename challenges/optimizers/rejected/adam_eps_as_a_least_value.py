"""Adam: eps is what the root is at the least, instead of being added to it."""
# caught by: eps

import numpy as np


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def step(self, grads):
        for p, g in zip(self.params, grads):
            p -= self.lr * g


class Momentum:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = list(params), lr, beta
        self.v = [np.zeros_like(p) for p in self.params]

    def step(self, grads):
        for p, g, v in zip(self.params, grads, self.v):
            v[...] = self.beta * v + g
            p -= self.lr * v


class Nesterov:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = list(params), lr, beta
        self.v = [np.zeros_like(p) for p in self.params]

    def step(self, grads):
        for p, g, u in zip(self.params, grads, self.v):
            u[...] = self.beta * u + g
            p -= self.lr * (g + self.beta * u)


class AdaGrad:
    def __init__(self, params, lr, eps=1e-8):
        self.params, self.lr, self.eps = list(params), lr, eps
        self.s = [np.zeros_like(p) for p in self.params]

    def step(self, grads):
        for p, g, s in zip(self.params, grads, self.s):
            s += g * g
            p -= self.lr * g / (np.sqrt(s) + self.eps)


class RMSProp:
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        self.params, self.lr, self.beta, self.eps = list(params), lr, beta, eps
        self.s = [np.zeros_like(p) for p in self.params]

    def step(self, grads):
        for p, g, r in zip(self.params, grads, self.s):
            r[...] = self.beta * r + (1 - self.beta) * g**2
            p -= self.lr * g / (np.sqrt(r) + self.eps)


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.v = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        b1, b2 = self.betas
        self.t += 1
        for p, g, m, v in zip(self.params, grads, self.m, self.v):
            m[...] = b1 * m + (1 - b1) * g
            v[...] = b2 * v + (1 - b2) * g**2
            m_hat = m / (1 - b1**self.t)
            v_hat = v / (1 - b2**self.t)
            p -= self.lr * m_hat / np.maximum(np.sqrt(v_hat), self.eps)


class AdamW(Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas, eps)
        self.weight_decay = weight_decay

    def step(self, grads):
        for p in self.params:
            p -= self.lr * self.weight_decay * p
        super().step(grads)
