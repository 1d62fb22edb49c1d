"""Backward by recursion over the rest of the sequence; a small class hierarchy; batch-first inside."""

import numpy as np


class Layer:
    names = ()

    def parameters(self):
        return {name: getattr(self, name) for name in self.names}

    def zero_grad(self):
        for name, value in self.parameters().items():
            setattr(self, f"d{name}", np.zeros(value.shape))

    def accumulate(self, **parts):
        for name, part in parts.items():
            setattr(self, f"d{name}", getattr(self, f"d{name}") + part)


class LSTM(Layer):
    names = ("Wx", "Wh", "b")

    def __init__(self, input_size, hidden_size, *, seed=None):
        rng = np.random.default_rng(seed)
        self.Wx = rng.standard_normal((input_size, 4 * hidden_size)) / np.sqrt(input_size)
        self.Wh = rng.standard_normal((hidden_size, 4 * hidden_size)) / np.sqrt(hidden_size)
        self.b = rng.standard_normal(4 * hidden_size)
        self.zero_grad()

    def forward(self, xs, h0=None, c0=None):
        self.x = np.swapaxes(xs, 0, 1).copy()
        B, T, _ = self.x.shape
        H = self.Wh.shape[0]
        self.h, self.c, self.a = np.zeros((B, T + 1, H)), np.zeros((B, T + 1, H)), np.zeros((B, T, 4 * H))
        self.h[:, 0], self.c[:, 0] = (0 if s is None else s for s in (h0, c0))
        is_candidate = np.arange(4 * H) // H == 2
        with np.errstate(over="ignore"):
            for t in range(T):
                z = self.x[:, t] @ self.Wx + self.h[:, t] @ self.Wh + self.b
                self.a[:, t] = np.where(is_candidate, np.tanh(z), np.reciprocal(1 + np.exp(-z)))
                i, f, g, o = np.hsplit(self.a[:, t], 4)
                self.c[:, t + 1] = f * self.c[:, t] + i * g
                self.h[:, t + 1] = o * np.tanh(self.c[:, t + 1])
        return [np.swapaxes(self.h[:, 1:], 0, 1).copy(), [self.h[:, T].copy(), self.c[:, T].copy()]]

    def backward(self, grad_hs):
        self.zero_grad()
        dxs = np.empty((len(grad_hs), len(self.x), len(self.Wx)))
        self._back(0, grad_hs, dxs)
        return dxs

    def _back(self, t, grads, dxs):
        """The gradients of state and cell before step t."""
        if t == len(grads):
            return 0.0, 0.0
        dh, dc = self._back(t + 1, grads, dxs)
        dh = dh + grads[t]
        i, f, g, o = np.hsplit(self.a[:, t], 4)
        squashed = np.tanh(self.c[:, t + 1])
        dc = dc + dh * o * (1 - squashed**2)
        through_curves = [i * (1 - i) * g * dc, f * (1 - f) * self.c[:, t] * dc, (1 - g**2) * i * dc]
        dz = np.hstack([*through_curves, o * (1 - o) * squashed * dh])
        self.accumulate(Wx=self.x[:, t].T @ dz, Wh=self.h[:, t].T @ dz, b=np.add.reduce(dz))
        dxs[t] = np.inner(dz, self.Wx)
        return np.inner(dz, self.Wh), dc * f
