"""An LSTM with a forget gate (Hochreiter & Schmidhuber 1997; Gers et al. 2000), backward through time by hand."""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), by way of tanh, which never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


class LSTM:
    """T steps, batch B, input size I, hidden size H; gates side by side: input, forget, candidate, output."""

    def __init__(self, input_size, hidden_size):
        bound = 1 / np.sqrt(hidden_size)
        self.Wx = np.random.uniform(-bound, bound, (input_size, 4 * hidden_size))
        self.Wh = np.random.uniform(-bound, bound, (hidden_size, 4 * hidden_size))
        self.b = np.zeros(4 * hidden_size)
        self.b[hidden_size : 2 * hidden_size] = 1.0  # an open forget gate: remember to begin with

    def forward(self, xs, h0=None, c0=None):
        steps, batch, units = len(xs), xs.shape[1], len(self.Wh)
        self.xs = xs  # (T, B, I)
        self.hs = np.zeros((steps + 1, batch, units))  # [t] is the state before step t, [t + 1] after it
        self.cs = np.zeros((steps + 1, batch, units))
        self.gates = np.zeros((steps, 4, batch, units))
        if h0 is not None:
            self.hs[0] = h0
        if c0 is not None:
            self.cs[0] = c0
        for t in range(steps):
            z = xs[t] @ self.Wx + self.hs[t] @ self.Wh + self.b  # (B, 4H)
            zi, zf, zg, zo = np.split(z, 4, axis=1)  # (B, H) each
            i, f, g, o = self.gates[t] = sigmoid(zi), sigmoid(zf), np.tanh(zg), sigmoid(zo)
            self.cs[t + 1] = f * self.cs[t] + i * g
            self.hs[t + 1] = o * np.tanh(self.cs[t + 1])
        return self.hs[1:].copy(), (self.hs[-1].copy(), self.cs[-1].copy())

    def backward(self, grad_hs):
        self.dWx, self.dWh, self.db = np.zeros(self.Wx.shape), np.zeros(self.Wh.shape), np.zeros(self.b.shape)
        dxs = np.zeros(self.xs.shape)
        dh, dc = np.zeros(self.hs[0].shape), np.zeros(self.cs[0].shape)  # (B, H), what step t + 1 sends back to step t
        for t in reversed(range(len(self.xs))):
            i, f, g, o = self.gates[t]
            squashed = np.tanh(self.cs[t + 1])  # (B, H)
            dh = grad_hs[t] + dh  # all that hangs on h_t
            dc = dc + dh * o * (1 - squashed**2)  # all that hangs on c_t: the next cell, and h_t
            dz = np.concatenate(
                [
                    dc * g * i * (1 - i),
                    dc * self.cs[t] * f * (1 - f),  # f was multiplied by the cell before
                    dc * i * (1 - g**2),
                    dh * squashed * o * (1 - o),
                ],
                axis=1,
            )  # (B, 4H)
            self.dWx += self.xs[t].T @ dz  # (I, B) @ (B, 4H) -> (I, 4H)
            self.dWh += self.hs[t].T @ dz  # (H, B) @ (B, 4H) -> (H, 4H)
            self.db += dz.sum(axis=0)  # (4H,)
            dxs[t] = dz @ self.Wx.T  # (B, 4H) @ (4H, I) -> (B, I)
            dh = dz @ self.Wh.T  # (B, 4H) @ (4H, H) -> (B, H)
            dc = dc * f  # the short way back: no matrix, no squashing
        return dxs
