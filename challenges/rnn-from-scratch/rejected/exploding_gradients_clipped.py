"""Gradients are clipped to a thousand on the way back."""
# caught by: large-and-small

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.Wxh = np.random.randn(input_size, hidden_size) * 0.1
        self.Whh = np.random.randn(hidden_size, hidden_size) * 0.1
        self.bh = np.zeros(hidden_size)

    def forward(self, xs, h0=None):
        steps, batch, _ = xs.shape
        h = np.zeros((batch, self.Whh.shape[0])) if h0 is None else h0
        self.xs, self.hs = xs, [h]
        for t in range(steps):
            h = np.tanh(xs[t] @ self.Wxh + h @ self.Whh + self.bh)
            self.hs.append(h)
        return np.stack(self.hs[1:])

    def backward(self, grad_hs):
        self.dWxh = np.zeros_like(self.Wxh)
        self.dWhh = np.zeros_like(self.Whh)
        self.dbh = np.zeros_like(self.bh)
        dxs = np.zeros_like(self.xs)
        dh_next = np.zeros_like(self.hs[0])
        for t in reversed(range(len(self.xs))):
            dh = grad_hs[t] + dh_next
            dz = dh * (1 - self.hs[t + 1] ** 2)
            self.dWxh += self.xs[t].T @ dz
            self.dWhh += self.hs[t].T @ dz
            self.dbh += dz.sum(axis=0)
            dxs[t] = dz @ self.Wxh.T
            dh_next = np.clip(dz @ self.Whh.T, -1000, 1000)
        return dxs, dh_next
