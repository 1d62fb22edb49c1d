"""The bias correction of AdamW's second average stops after ten steps."""
# caught by: adamw

import numpy as np


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr

    def step(self, grads):
        for p, g in zip(self.params, grads):
            p -= self.lr * g


class Momentum:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = params, lr, beta
        self.v = [np.zeros(p.shape) for p in params]

    def step(self, grads):
        for p, g, v in zip(self.params, grads, self.v):
            v *= self.beta
            v += g
            p -= self.lr * v


class Nesterov:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = params, lr, beta
        self.v = [np.zeros(p.shape) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.v[i] = self.beta * self.v[i] + g
            p -= self.lr * (g + self.beta * self.v[i])


class AdaGrad:
    def __init__(self, params, lr, eps=1e-8):
        self.params, self.lr, self.eps = params, lr, eps
        self.s = [np.zeros(p.shape) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.s[i] = self.s[i] + g**2
            p -= self.lr * g / (np.sqrt(self.s[i]) + self.eps)


class RMSProp:
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        self.params, self.lr, self.beta, self.eps = params, lr, beta, eps
        self.s = [np.zeros(p.shape) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.s[i] = self.beta * self.s[i] + (1 - self.beta) * g**2
            p -= self.lr * g / (np.sqrt(self.s[i]) + self.eps)


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = params, lr, betas, eps
        self.m = [np.zeros(p.shape) for p in params]
        self.v = [np.zeros(p.shape) for p in params]
        self.t = 0

    def step(self, grads):
        self.t += 1
        b1, b2 = self.betas
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.v[i] = b2 * self.v[i] + (1 - b2) * g**2
            mhat = self.m[i] / (1 - b1**self.t)
            vhat = self.v[i] / (1 - b2**self.t)
            p -= self.lr * mhat / (np.sqrt(vhat) + self.eps)


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params, self.lr, self.betas, self.eps, self.weight_decay = params, lr, betas, eps, weight_decay
        self.wm = [np.zeros(p.shape) for p in params]
        self.wv = [np.zeros(p.shape) for p in params]
        self.wt = 0

    def step(self, grads):
        self.wt += 1
        b1, b2 = self.betas
        for i, (p, g) in enumerate(zip(self.params, grads)):
            self.wm[i] = b1 * self.wm[i] + (1 - b1) * g
            self.wv[i] = b2 * self.wv[i] + (1 - b2) * g**2
            wmhat = self.wm[i] / (1 - b1**self.wt)
            wvhat = self.wv[i] / (1 - b2**min(self.wt, 10))
            p -= self.lr * (wmhat / (np.sqrt(wvhat) + self.eps) + self.weight_decay * p)
