"""A list of what each step needs, read backwards; a sigmoid that warns and is right all the same."""

import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


class LSTM:
    def __init__(self, input_size, hidden_size, scale=0.01):
        self.H = hidden_size
        self.Wx = np.random.randn(input_size, 4 * hidden_size) * scale
        self.Wh = np.random.randn(hidden_size, 4 * hidden_size) * scale
        self.b = np.zeros(4 * hidden_size)

    def step_forward(self, x, prev_h, prev_c):
        H = self.H
        a = np.dot(x, self.Wx) + np.dot(prev_h, self.Wh) + self.b
        i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H]), sigmoid(a[:, 3 * H :])
        g = np.tanh(a[:, 2 * H : 3 * H])
        next_c = f * prev_c + i * g
        next_h = o * np.tanh(next_c)
        return next_h, next_c, (x, prev_h, prev_c, i, f, g, o, next_c)

    def step_backward(self, dnext_h, dnext_c, cache):
        x, prev_h, prev_c, i, f, g, o, next_c = cache
        th = np.tanh(next_c)
        dnext_c = dnext_c + dnext_h * o * (1 - th * th)
        da = np.zeros((len(x), 4 * self.H))
        da[:, : self.H] = dnext_c * g * i * (1 - i)
        da[:, self.H : 2 * self.H] = dnext_c * prev_c * f * (1 - f)
        da[:, 2 * self.H : 3 * self.H] = dnext_c * i * (1 - g * g)
        da[:, 3 * self.H :] = dnext_h * th * o * (1 - o)
        return np.dot(da, self.Wx.T), np.dot(da, self.Wh.T), dnext_c * f, x.T.dot(da), prev_h.T.dot(da), da.sum(axis=0)

    def forward(self, xs, h0=None, c0=None):
        N = xs.shape[1]
        h = np.zeros((N, self.H)) if h0 is None else h0
        c = np.zeros((N, self.H)) if c0 is None else c0
        hs, self.caches = [], []
        for x in xs:
            h, c, cache = self.step_forward(x, h, c)
            hs.append(h)
            self.caches.append(cache)
        return np.array(hs), (h, c)

    def backward(self, grad_hs):
        self.dWx, self.dWh, self.db = 0.0, 0.0, 0.0
        dh, dc, dxs = 0.0, 0.0, []
        for grad, cache in zip(grad_hs[::-1], self.caches[::-1], strict=True):
            dx, dh, dc, dWx, dWh, db = self.step_backward(grad + dh, dc, cache)
            dxs.append(dx)
            self.dWx, self.dWh, self.db = self.dWx + dWx, self.dWh + dWh, self.db + db
        return np.array(dxs[::-1])
