"""einsum over parameters of shape (I, 4, H); properties give the fused shapes; a sigmoid by logaddexp."""

import numpy as np


def view(name, shape):
    return property(
        lambda self: self.store[name].reshape(shape(self)),
        lambda self, value: self.store.__setitem__(name, np.array(value).reshape(-1, 4, self.hidden_size)),
    )


class LSTM:
    Wx = view("x", lambda self: (-1, 4 * self.hidden_size))
    Wh = view("h", lambda self: (-1, 4 * self.hidden_size))
    b = view("b", lambda self: (-1,))

    def __init__(self, input_size, hidden_size):
        self.input_size, self.hidden_size, self.store = input_size, hidden_size, {}
        limit = (6 / (input_size + hidden_size)) ** 0.5
        self.Wx = np.random.uniform(-limit, limit, (input_size, 4 * hidden_size))
        self.Wh = np.random.uniform(-limit, limit, (hidden_size, 4 * hidden_size))
        self.b = np.zeros(4 * hidden_size)

    def forward(self, xs, h0=None, c0=None):
        x, h, b = self.store["x"], self.store["h"], self.store["b"][0]
        zeros = np.zeros((xs.shape[1], self.hidden_size))
        self.xs = np.array(xs)
        self.h, self.c, self.g = [zeros if h0 is None else h0], [zeros if c0 is None else c0], []
        for projected in np.einsum("tbi,igh->tgbh", xs, x):
            z = projected + np.einsum("bk,kgh->gbh", self.h[-1], h) + b[:, None]
            gates = np.exp(-np.logaddexp(0, -z))
            gates[2] = np.tanh(z[2])
            self.g.append(gates)
            self.c.append(gates[1] * self.c[-1] + gates[0] * gates[2])
            self.h.append(gates[3] * np.tanh(self.c[-1]))
        return np.stack(self.h[1:]), (self.h[-1].copy(), self.c[-1].copy())

    def backward(self, grad_hs):
        dz, dh, dc = [], 0, 0
        for t in reversed(range(len(grad_hs))):
            gates, squashed = self.g[t], np.tanh(self.c[t + 1])
            dh = dh + grad_hs[t]
            dc = dc + np.einsum("bh,bh,bh->bh", dh, gates[3], 1 - squashed**2)
            slopes = gates * (1 - gates)
            slopes[2] = 1 - gates[2] ** 2
            dz.insert(0, slopes * np.stack([dc * gates[2], dc * self.c[t], dc * gates[0], dh * squashed]))
            dh, dc = np.einsum("gbh,kgh->bk", dz[0], self.store["h"]), dc * gates[1]
        dz = np.stack(dz)
        self.dWx = np.einsum("tbi,tgbh->igh", self.xs, dz).reshape(self.input_size, -1)
        self.dWh = np.einsum("tbk,tgbh->kgh", np.stack(self.h[:-1]), dz).reshape(self.hidden_size, -1)
        self.db = np.einsum("tgbh->gh", dz).ravel()
        return np.einsum("tgbh,igh->tbi", dz, self.store["x"])
