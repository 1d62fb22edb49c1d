"""Plain loops over numbers, with math.tanh."""

import math

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.I, self.H = input_size, hidden_size
        self.Wxh = np.array([[0.01 * (i + j) for j in range(hidden_size)] for i in range(input_size)])
        self.Whh = np.array([[0.01 * (i - j) for j in range(hidden_size)] for i in range(hidden_size)])
        self.bh = np.array([0.0] * hidden_size)

    def forward(self, xs, h0=None):
        self.T, self.B = len(xs), len(xs[0])
        self.xs = xs
        self.h = {-1: [[0.0] * self.H for _ in range(self.B)] if h0 is None else h0.tolist()}
        for t in range(self.T):
            self.h[t] = [[0.0] * self.H for _ in range(self.B)]
            for b in range(self.B):
                for j in range(self.H):
                    z = float(self.bh[j])
                    z += sum(float(xs[t, b, i] * self.Wxh[i, j]) for i in range(self.I))
                    z += sum(self.h[t - 1][b][k] * float(self.Whh[k, j]) for k in range(self.H))
                    self.h[t][b][j] = math.tanh(z)
        return np.array([self.h[t] for t in range(self.T)])

    def backward(self, grad_hs):
        self.dWxh, self.dWhh, self.dbh = (np.zeros(shape) for shape in ((self.I, self.H), (self.H, self.H), (self.H,)))
        dxs, dh = np.zeros((self.T, self.B, self.I)), np.zeros((self.B, self.H))
        for t in range(self.T - 1, -1, -1):
            before = np.zeros((self.B, self.H))
            for b in range(self.B):
                for j in range(self.H):
                    dz = (grad_hs[t, b, j] + dh[b, j]) * (1 - self.h[t][b][j] ** 2)
                    self.dbh[j] += dz
                    for i in range(self.I):
                        self.dWxh[i, j] += self.xs[t, b, i] * dz
                        dxs[t, b, i] += self.Wxh[i, j] * dz
                    for k in range(self.H):
                        self.dWhh[k, j] += self.h[t - 1][b][k] * dz
                        before[b, k] += self.Whh[k, j] * dz
            dh = before
        return dxs, dh
