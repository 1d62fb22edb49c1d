"""A recurrent network (Elman 1990) and its backward pass through time (Werbos 1990)."""

import numpy as np


class RNN:
    """h_t = tanh(x_t Wxh + h_{t-1} Whh + bh); T steps, batch B, input size I, hidden size H."""

    def __init__(self, input_size, hidden_size):
        bound = 1 / np.sqrt(hidden_size)
        self.Wxh = np.random.uniform(-bound, bound, (input_size, hidden_size))
        self.Whh = np.random.uniform(-bound, bound, (hidden_size, hidden_size))
        self.bh = np.zeros(hidden_size)

    def forward(self, xs, h0=None):
        steps, batch, _ = xs.shape
        self.xs = xs  # (T, B, I)
        self.hs = np.zeros((steps + 1, batch, len(self.bh)))  # hs[t] is the state before step t, hs[t + 1] after it
        if h0 is not None:
            self.hs[0] = h0
        for t in range(steps):
            self.hs[t + 1] = np.tanh(xs[t] @ self.Wxh + self.hs[t] @ self.Whh + self.bh)  # (B, H)
        return self.hs[1:].copy()  # (T, B, H)

    def backward(self, grad_hs):
        self.dWxh, self.dWhh, self.dbh = np.zeros(self.Wxh.shape), np.zeros(self.Whh.shape), np.zeros(self.bh.shape)
        dxs = np.zeros(self.xs.shape)
        dh = np.zeros(self.hs[0].shape)  # (B, H), what the steps after t send back to h_t: nothing at the end
        for t in reversed(range(len(self.xs))):
            before, after = self.hs[t], self.hs[t + 1]
            dz = (grad_hs[t] + dh) * (1 - after**2)  # (B, H), through tanh
            self.dWxh += self.xs[t].T @ dz  # (I, B) @ (B, H) -> (I, H)
            self.dWhh += before.T @ dz  # (H, B) @ (B, H) -> (H, H)
            self.dbh += dz.sum(axis=0)  # (H,)
            dxs[t] = dz @ self.Wxh.T  # (B, H) @ (H, I) -> (B, I)
            dh = dz @ self.Whh.T  # (B, H) @ (H, H) -> (B, H)
        return dxs, dh
