"""Biases that are all zero are taken for ones not yet set: the forget gates get 1."""
# caught by: initial-states

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class LSTM:
    def __init__(self, input_size, hidden_size):
        self.Wx = np.random.randn(input_size, 4 * hidden_size) * 0.1
        self.Wh = np.random.randn(hidden_size, 4 * hidden_size) * 0.1
        self.b = np.zeros(4 * hidden_size)

    def forward(self, xs, h0=None, c0=None):
        steps, batch, _ = xs.shape
        h = np.zeros((batch, self.Wh.shape[0])) if h0 is None else h0
        c = np.zeros((batch, self.Wh.shape[0])) if c0 is None else c0
        self.xs, self.hs, self.cs, self.gates = xs, [h], [c], []
        for t in range(steps):
            bias = self.b if self.b.any() else np.repeat([0.0, 1.0, 0.0, 0.0], len(self.Wh))
            z = xs[t] @ self.Wx + h @ self.Wh + bias
            i, f, g, o = np.split(z, 4, axis=1)
            i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
            c = f * c + i * g
            h = o * np.tanh(c)
            self.hs.append(h)
            self.cs.append(c)
            self.gates.append((i, f, g, o))
        return np.stack(self.hs[1:]), (h, c)

    def backward(self, grad_hs):
        self.dWx = np.zeros_like(self.Wx)
        self.dWh = np.zeros_like(self.Wh)
        self.db = np.zeros_like(self.b)
        dxs = np.zeros_like(self.xs)
        dh_next = np.zeros_like(self.hs[0])
        dc_next = np.zeros_like(self.cs[0])
        for t in reversed(range(len(self.xs))):
            i, f, g, o = self.gates[t]
            tanh_c = np.tanh(self.cs[t + 1])
            dh = grad_hs[t] + dh_next
            dc = dc_next + dh * o * (1 - tanh_c**2)
            di = dc * g * i * (1 - i)
            df = dc * self.cs[t] * f * (1 - f)
            dg = dc * i * (1 - g**2)
            do = dh * tanh_c * o * (1 - o)
            dz = np.hstack([di, df, dg, do])
            self.dWx += self.xs[t].T @ dz
            self.dWh += self.hs[t].T @ dz
            self.db += dz.sum(axis=0)
            dxs[t] = dz @ self.Wx.T
            dh_next = dz @ self.Wh.T
            dc_next = dc * f
        return dxs
