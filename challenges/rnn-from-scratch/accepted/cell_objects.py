"""A class for a single step with its own backward, one object for each step; extra optional arguments."""

import numpy as np


class Step:
    def __init__(self, owner):
        self.owner = owner

    def forward(self, x, h):
        self.x, self.h = x, h
        self.z = x @ self.owner.Wxh + h @ self.owner.Whh + self.owner.bh
        return np.tanh(self.z)

    def backward(self, grad):
        dz = grad / np.cosh(self.z) ** 2
        self.owner.dWxh += self.x.T @ dz
        self.owner.dWhh += self.h.T @ dz
        self.owner.dbh += np.ones(len(dz)) @ dz
        return dz @ self.owner.Wxh.T, dz @ self.owner.Whh.T


class Recurrent:
    parameters = ("Wxh", "Whh", "bh")

    def __init__(self, **shapes):
        for name in self.parameters:
            setattr(self, name, np.random.standard_normal(shapes[name]) / 4)

    def zero_grad(self):
        for name in self.parameters:
            setattr(self, "d" + name, np.zeros(np.shape(getattr(self, name))))


class RNN(Recurrent):
    def __init__(self, input_size, hidden_size, *, verbose=False):
        super().__init__(Wxh=(input_size, hidden_size), Whh=(hidden_size, hidden_size), bh=(hidden_size,))
        self.input_size, self.hidden_size, self.verbose = input_size, hidden_size, verbose
        self.zero_grad()

    def forward(self, xs, h0=None, return_last=False):
        T, B, _ = xs.shape
        h = np.zeros((B, self.hidden_size)) if h0 is None else np.asarray(h0, dtype=np.float64)
        self.steps = [Step(self) for _ in range(T)]
        hs = np.empty((T, B, self.hidden_size))
        for t, step in enumerate(self.steps):
            h = hs[t] = step.forward(xs[t], h)
        return (hs, h) if return_last else hs

    def backward(self, grad_hs, grad_last=None):
        self.zero_grad()
        dxs = np.empty(grad_hs.shape[:2] + (self.input_size,))
        dh = np.zeros(grad_hs.shape[1:]) if grad_last is None else grad_last
        for t, step in reversed(list(enumerate(self.steps))):
            dxs[t], dh = step.backward(grad_hs[t] + dh)
        return [dxs, dh]
