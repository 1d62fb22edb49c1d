"""Four gates with matrices of their own; the fused parameters are properties over them."""

import numpy as np

ORDER = "ifgo"


class Gate:
    def __init__(self, inputs, units, curve, slope):
        self.Wx = np.random.uniform(-0.2, 0.2, (inputs, units))
        self.Wh = np.linalg.qr(np.random.normal(size=(units, units)))[0]
        self.b = np.zeros(units)
        self.curve, self.slope = curve, slope

    def clear(self):
        self.dWx, self.dWh, self.db = np.zeros_like(self.Wx), np.zeros_like(self.Wh), np.zeros_like(self.b)

    def forward(self, x, h):
        return self.curve(x @ self.Wx + h @ self.Wh + self.b)

    def backward(self, grad, out, x, h):
        dz = grad * self.slope(out)
        self.dWx += x.T @ dz
        self.dWh += h.T @ dz
        self.db += dz.sum(axis=0)
        return dz @ self.Wx.T, dz @ self.Wh.T


def sigmoid(z):
    return np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))


def fused(name):
    def read(self):
        return np.concatenate([getattr(self.gates[key], name) for key in ORDER], axis=-1)

    def write(self, value):
        for key, part in zip(ORDER, np.split(value, 4, axis=-1), strict=True):
            setattr(self.gates[key], name, part)

    return property(read, write)


class LSTM:
    Wx, Wh, b = fused("Wx"), fused("Wh"), fused("b")
    dWx, dWh, db = fused("dWx"), fused("dWh"), fused("db")

    def __init__(self, input_size, hidden_size):
        self.units = hidden_size
        curves = {key: (sigmoid, lambda s: s * (1 - s)) for key in "ifo"} | {"g": (np.tanh, lambda g: 1 - g * g)}
        self.gates = {key: Gate(input_size, hidden_size, *curves[key]) for key in ORDER}

    def forward(self, xs, h0=None, c0=None):
        h, c = (np.zeros((xs.shape[1], self.units)) if s is None else np.array(s) for s in (h0, c0))
        self.tape, hs = [], []
        for x in xs:
            out = {key: gate.forward(x, h) for key, gate in self.gates.items()}
            new = out["f"] * c + out["i"] * out["g"]
            self.tape.append((x, h, c, new, out))
            h, c = out["o"] * np.tanh(new), new
            hs.append(h)
        return np.stack(hs), (h, c)

    def backward(self, grad_hs):
        for gate in self.gates.values():
            gate.clear()
        dxs, back_h, back_c = [], np.zeros(grad_hs.shape[1:]), np.zeros(grad_hs.shape[1:])
        for grad, (x, h, c, new, out) in zip(reversed(grad_hs), reversed(self.tape)):
            dh = grad + back_h
            dc = back_c + dh * out["o"] / np.cosh(new) ** 2
            grads = {"i": dc * out["g"], "f": dc * c, "g": dc * out["i"], "o": dh * np.tanh(new)}
            sent = [self.gates[key].backward(grads[key], out[key], x, h) for key in ORDER]
            dxs.append(sum(dx for dx, _ in sent))
            back_h, back_c = sum(dh for _, dh in sent), dc * out["f"]
        return np.array(dxs)[::-1]
