"""Plain loops over numbers, with the functions of math."""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(max(z, -700)) / (1 + math.exp(max(z, -700)))


class LSTM:
    def __init__(self, input_size, hidden_size):
        self.I, self.H = input_size, hidden_size
        self.Wx = np.array([[0.01 * (i + j) for j in range(4 * hidden_size)] for i in range(input_size)])
        self.Wh = np.array([[0.01 * (i - j) for j in range(4 * hidden_size)] for i in range(hidden_size)])
        self.b = np.array([0.0] * (4 * hidden_size))

    def forward(self, xs, h0=None, c0=None):
        T, B, H = len(xs), len(xs[0]), self.H
        zeros = [[0.0] * H for _ in range(B)]
        self.xs = xs.tolist()
        self.h, self.c = [zeros if h0 is None else h0.tolist()], [zeros if c0 is None else c0.tolist()]
        self.gates = []
        for t in range(T):
            rows = []
            for b in range(B):
                z = self.b.tolist()
                for k in range(4 * H):
                    z[k] += sum(self.xs[t][b][n] * self.Wx[n, k] for n in range(self.I))
                    z[k] += sum(self.h[t][b][n] * self.Wh[n, k] for n in range(H))
                rows.append([math.tanh(v) if 2 * H <= k < 3 * H else sigmoid(v) for k, v in enumerate(z)])
            self.gates.append(rows)
            self.c.append(
                [[a[H + j] * self.c[t][b][j] + a[j] * a[2 * H + j] for j in range(H)] for b, a in enumerate(rows)]
            )
            self.h.append([[a[3 * H + j] * math.tanh(self.c[-1][b][j]) for j in range(H)] for b, a in enumerate(rows)])
        return np.array(self.h[1:]), (np.array(self.h[-1]), np.array(self.c[-1]))

    def backward(self, grad_hs):
        T, B, H = grad_hs.shape
        self.dWx, self.dWh, self.db = np.zeros((self.I, 4 * H)), np.zeros((H, 4 * H)), np.zeros(4 * H)
        dxs, dh, dc = np.zeros((T, B, self.I)), np.zeros((B, H)), np.zeros((B, H))
        for t in range(T - 1, -1, -1):
            dh = dh + grad_hs[t]
            before = np.zeros((B, H))
            for b in range(B):
                dz = [0.0] * (4 * H)
                for j in range(H):
                    i, f, g, o = (self.gates[t][b][k * H + j] for k in range(4))
                    squashed = math.tanh(self.c[t + 1][b][j])
                    dc[b, j] += dh[b, j] * o * (1 - squashed * squashed)
                    dz[j] = dc[b, j] * g * i * (1 - i)
                    dz[H + j] = dc[b, j] * self.c[t][b][j] * f * (1 - f)
                    dz[2 * H + j] = dc[b, j] * i * (1 - g * g)
                    dz[3 * H + j] = dh[b, j] * squashed * o * (1 - o)
                    dc[b, j] *= f
                for k, d in enumerate(dz):
                    self.db[k] += d
                    for n in range(self.I):
                        self.dWx[n, k] += self.xs[t][b][n] * d
                        dxs[t, b, n] += self.Wx[n, k] * d
                    for n in range(H):
                        self.dWh[n, k] += self.h[t][b][n] * d
                        before[b, n] += self.Wh[n, k] * d
            dh = before
        return dxs
