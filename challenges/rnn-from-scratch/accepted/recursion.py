"""Backward by recursion over the rest of the sequence; everything in batch-first order inside."""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        limit = np.sqrt(6 / (input_size + hidden_size))
        self.Wxh = np.random.uniform(-limit, limit, size=(input_size, hidden_size))
        self.Whh = 0.5 * np.identity(hidden_size)
        self.bh = np.random.uniform(size=hidden_size)

    def forward(self, xs, h0=None):
        self.inputs = np.moveaxis(xs, 0, 1).copy()  # (B, T, I)
        batch, steps, _ = self.inputs.shape
        self.states = np.zeros((batch, steps + 1, self.Whh.shape[1]))
        self.states[:, 0] += 0 if h0 is None else h0
        for t in range(steps):
            np.tanh(
                self.inputs[:, t] @ self.Wxh + self.states[:, t] @ self.Whh + self.bh[np.newaxis, :],
                out=self.states[:, t + 1],
            )
        return np.moveaxis(self.states[:, 1:], 1, 0).copy()

    def backward(self, grad_hs):
        self.dWxh = np.zeros_like(self.Wxh)
        self.dWhh = np.zeros_like(self.Whh)
        self.dbh = np.zeros_like(self.bh)
        self.dxs = np.empty((grad_hs.shape[0], grad_hs.shape[1], self.Wxh.shape[0]))
        return self.dxs, self._back(0, grad_hs)

    def _back(self, t, grads):
        """The gradient of the state before step t."""
        if t == len(grads):
            return np.zeros(grads[0].shape)
        dz = (grads[t] + self._back(t + 1, grads)) * (1 - np.square(self.states[:, t + 1]))
        self.dWxh += np.tensordot(self.inputs[:, t], dz, axes=(0, 0))
        self.dWhh += np.tensordot(self.states[:, t], dz, axes=(0, 0))
        self.dbh += np.add.reduce(dz)
        self.dxs[t] = np.inner(dz, self.Wxh)
        return np.inner(dz, self.Whh)
