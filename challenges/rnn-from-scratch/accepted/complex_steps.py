"""No backward formulas: every number is moved by a tiny imaginary step, and the imaginary part read off."""

import numpy as np

STEP = 1e-30


class RNN:
    def __init__(self, input_size, hidden_size):
        self.Wxh = np.random.rand(input_size, hidden_size) - 0.5
        self.Whh = np.random.rand(hidden_size, hidden_size) - 0.5
        self.bh = np.zeros(hidden_size)

    @staticmethod
    def run(xs, h, Wxh, Whh, bh):
        hs = []
        for x in xs:
            hs.append(h := np.tanh(x @ Wxh + h @ Whh + bh))
        return np.stack(hs)

    def forward(self, xs, h0=None):
        self.given = [xs, np.zeros((xs.shape[1], len(self.bh))) if h0 is None else h0]
        return self.run(*self.given, self.Wxh, self.Whh, self.bh)

    def backward(self, grad_hs):
        arrays = [np.array(a, dtype=complex) for a in (*self.given, self.Wxh, self.Whh, self.bh)]
        gradients = []
        for array in arrays:
            gradient = np.zeros(array.shape)
            for place in np.ndindex(*array.shape):
                array[place] += 1j * STEP
                gradient[place] = np.sum(grad_hs * self.run(*arrays).imag) / STEP
                array[place] = array[place].real
            gradients.append(gradient)
        dxs, dh0, self.dWxh, self.dWhh, self.dbh = gradients
        return dxs, dh0
