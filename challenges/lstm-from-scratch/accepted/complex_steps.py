"""No backward formulas: every number is moved by a tiny imaginary step, and the imaginary part read off."""

import numpy as np

STEP = 1e-30


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


class LSTM:
    def __init__(self, input_size, hidden_size):
        self.Wx = np.random.rand(input_size, 4 * hidden_size) - 0.5
        self.Wh = np.random.rand(hidden_size, 4 * hidden_size) - 0.5
        self.b = np.zeros(4 * hidden_size)

    @staticmethod
    def run(xs, h, c, Wx, Wh, b):
        hs, n = [], len(Wh)
        for x in xs:
            z = x @ Wx + h @ Wh + b
            c = sigmoid(z[:, n : 2 * n]) * c + sigmoid(z[:, :n]) * np.tanh(z[:, 2 * n : 3 * n])
            h = sigmoid(z[:, 3 * n :]) * np.tanh(c)
            hs.append(h)
        return np.stack(hs), (h, c)

    def forward(self, xs, h0=None, c0=None):
        states = [np.zeros((xs.shape[1], len(self.Wh))) if state is None else state for state in (h0, c0)]
        self.given = [xs, *states]
        return self.run(*self.given, self.Wx, self.Wh, self.b)

    def backward(self, grad_hs):
        arrays = [np.array(a, dtype=complex) for a in (*self.given, self.Wx, self.Wh, self.b)]
        gradients = []
        for array in (arrays[0], *arrays[3:]):
            gradient = np.zeros(array.shape)
            for place in np.ndindex(*array.shape):
                array[place] += 1j * STEP
                gradient[place] = np.sum(grad_hs * self.run(*arrays)[0].imag) / STEP
                array[place] = array[place].real
            gradients.append(gradient)
        dxs, self.dWx, self.dWh, self.db = gradients
        return dxs
