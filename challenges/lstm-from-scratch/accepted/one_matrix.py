"""Input, state and a one side by side, times all parameters on top of each other; arrays for all steps."""

import numpy as np


class LSTM:
    def __init__(self, input_size, hidden_size):
        rng = np.random.default_rng(1)
        self.Wx = rng.normal(0, 0.1, (input_size, 4 * hidden_size))
        self.Wh = rng.normal(0, 0.1, (hidden_size, 4 * hidden_size))
        self.b = np.concatenate([np.zeros(hidden_size), np.ones(hidden_size), np.zeros(2 * hidden_size)])

    def forward(self, xs, h0=None, c0=None, return_sequences=True):
        T, B, I = xs.shape
        H = self.Wh.shape[0]
        self.W = np.concatenate([self.Wx, self.Wh, self.b[None]])
        self.rows = np.ones((T, B, I + H + 1))
        self.rows[:, :, :I] = xs
        self.rows[0, :, I:-1] = 0 if h0 is None else h0
        self.c = np.zeros((T + 1, B, H))
        self.c[0] += 0 if c0 is None else c0
        self.a = np.empty((T, B, 4, H))
        hs = np.empty((T, B, H))
        for t in range(T):
            z = (self.rows[t] @ self.W).reshape(B, 4, H)
            self.a[t] = np.tanh(z)
            for k in (0, 1, 3):
                self.a[t, :, k] = (np.tanh(z[:, k] / 2) + 1) / 2
            i, f, g, o = np.moveaxis(self.a[t], 1, 0)
            self.c[t + 1] = self.c[t] * f + i * g
            hs[t] = np.tanh(self.c[t + 1]) * o
            if t < T - 1:
                self.rows[t + 1, :, I:-1] = hs[t]
        return hs, (hs[-1], self.c[-1].copy())

    def backward(self, grad_hs):
        T, B, H = grad_hs.shape
        I = self.Wx.shape[0]
        dz, dh, dc = np.empty((T, B, 4, H)), np.zeros((B, H)), np.zeros((B, H))
        for t in range(T - 1, -1, -1):
            i, f, g, o = np.moveaxis(self.a[t], 1, 0)
            dh = dh + grad_hs[t]
            dc = dc + dh * o * (1 - np.tanh(self.c[t + 1]) ** 2)
            dz[t, :, 0] = dc * g * (i - i**2)
            dz[t, :, 1] = dc * self.c[t] * (f - f**2)
            dz[t, :, 2] = dc * i * (1 - g) * (1 + g)
            dz[t, :, 3] = dh * np.tanh(self.c[t + 1]) * (o - o**2)
            dh, dc = dz[t].reshape(B, -1) @ self.W[I:-1].T, dc * f
        dz = dz.reshape(T, B, 4 * H)
        dW = np.tensordot(self.rows, dz, axes=((0, 1), (0, 1)))
        self.dWx, self.dWh, self.db = dW[:I], dW[I:-1], dW[-1]
        return dz @ self.W[:I].T
