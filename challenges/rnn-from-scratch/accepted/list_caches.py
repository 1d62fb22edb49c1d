"""A list of what each step needs, read backwards; the result is stacked."""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size, scale=0.01):
        self.Wxh = np.random.randn(input_size, hidden_size) * scale
        self.Whh = np.random.randn(hidden_size, hidden_size) * scale
        self.bh = np.zeros(hidden_size)
        self.caches = []

    def forward(self, xs, h0=None):
        h = np.zeros((xs.shape[1], self.bh.shape[0])) if h0 is None else h0
        self.caches, hs = [], []
        for x in xs:
            previous = h
            h = np.tanh(np.dot(x, self.Wxh) + np.dot(previous, self.Whh) + self.bh)
            self.caches.append((x, previous, h))
            hs.append(h)
        return np.array(hs)

    def backward(self, grad_hs):
        dWxh, dWhh, dbh = np.zeros_like(self.Wxh), np.zeros_like(self.Whh), np.zeros_like(self.bh)
        dxs, dh = [], 0
        for grad, (x, previous, h) in zip(grad_hs[::-1], self.caches[::-1], strict=True):
            dz = (grad + dh) * (1 + h) * (1 - h)
            dWxh += np.dot(x.T, dz)
            dWhh += np.dot(previous.T, dz)
            dbh += np.sum(dz, axis=0)
            dxs.append(np.dot(dz, self.Wxh.T))
            dh = np.dot(dz, self.Whh.T)
        self.dWxh, self.dWhh, self.dbh = dWxh, dWhh, dbh
        return np.array(dxs[::-1]), dh
