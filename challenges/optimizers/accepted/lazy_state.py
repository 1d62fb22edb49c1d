"""State is made at the first step, in a dictionary by place; extra options with defaults."""

import numpy as np


class _Optimizer:
    def __init__(self, params, lr, **options):
        self.params = params
        self.options = {"lr": lr, **options}
        self.state = {}
        self.steps = 0

    def step(self, grads, closure=None):
        self.steps += 1
        for i, g in enumerate(grads):
            state = self.state.setdefault(i, {})
            self.params[i][...] = self.updated(np.asarray(self.params[i]), np.array(g), state, **self.options)
        return None if closure is None else closure()


class SGD(_Optimizer):
    def __init__(self, params, lr, momentum=0.0, nesterov=False):
        super().__init__(params, lr, momentum=momentum, nesterov=nesterov)

    def updated(self, p, g, state, lr, momentum, nesterov):
        v = state["v"] = momentum * state.get("v", 0.0) + g
        return p - lr * (g + momentum * v if nesterov else v)


class Momentum(SGD):
    def __init__(self, params, lr, beta=0.9):
        super().__init__(params, lr, momentum=beta)


class Nesterov(SGD):
    def __init__(self, params, lr, beta=0.9):
        super().__init__(params, lr, momentum=beta, nesterov=True)


class AdaGrad(_Optimizer):
    def __init__(self, params, lr, eps=1e-8):
        super().__init__(params, lr, eps=eps)

    def updated(self, p, g, state, lr, eps):
        s = state["s"] = state.get("s", 0.0) + g**2
        return p - lr * g / (s**0.5 + eps)


class RMSProp(_Optimizer):
    def __init__(self, params, lr, beta=0.9, eps=1e-8):
        super().__init__(params, lr, beta=beta, eps=eps)

    def updated(self, p, g, state, lr, beta, eps):
        s = state["s"] = beta * state.get("s", 0.0) + (1 - beta) * g**2
        return p - lr * g / (s**0.5 + eps)


class AdamW(_Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def updated(self, p, g, state, lr, betas, eps, weight_decay):
        m = state["m"] = betas[0] * state.get("m", 0.0) + (1 - betas[0]) * g
        v = state["v"] = betas[1] * state.get("v", 0.0) + (1 - betas[1]) * g**2
        m, v = m / (1 - betas[0] ** self.steps), v / (1 - betas[1] ** self.steps)
        return p - lr * weight_decay * p - lr * m / (v**0.5 + eps)


class Adam(AdamW):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps, weight_decay=0.0)
