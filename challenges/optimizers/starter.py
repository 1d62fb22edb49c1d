"""Seven optimizers over lists of numpy arrays. Each updates its parameters in place."""

import numpy as np


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = params, lr

    def step(self, grads):
        raise NotImplementedError("SGD.step is still to be written")


class Momentum:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = params, lr, beta

    def step(self, grads):
        raise NotImplementedError("Momentum.step is still to be written")


class Nesterov:
    def __init__(self, params, lr, beta=0.9):
        self.params, self.lr, self.beta = params, lr, beta

    def step(self, grads):
        raise NotImplementedError("Nesterov.step is still to be written")


class AdaGrad:
    def __init__(self, params, lr, eps=1e-8):
        self.params, self.lr, self.eps = params, lr, eps

    def step(self, grads):
        raise NotImplementedError("AdaGrad.step is still to be written")


class RMSProp:
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        self.params, self.lr, self.beta, self.eps = params, lr, beta, eps

    def step(self, grads):
        raise NotImplementedError("RMSProp.step is still to be written")


class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = params, lr, betas, eps

    def step(self, grads):
        raise NotImplementedError("Adam.step is still to be written")


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params, self.lr, self.betas, self.eps, self.weight_decay = params, lr, betas, eps, weight_decay

    def step(self, grads):
        raise NotImplementedError("AdamW.step is still to be written")
