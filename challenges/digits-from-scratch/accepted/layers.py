"""A small framework of layers, two hidden ones, momentum; the loss is measured after each epoch."""

import numpy as np


class Layer:
    params = ()

    def step(self, lr):
        pass


class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        bound = np.sqrt(6 / n_in)
        self.W, self.b = rng.uniform(-bound, bound, (n_in, n_out)), np.zeros(n_out)
        self.vW, self.vb = np.zeros_like(self.W), np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.gW, self.gb = self.x.T @ g, g.sum(0)
        return g @ self.W.T

    def step(self, lr):
        for v, g, p in ((self.vW, self.gW, self.W), (self.vb, self.gb, self.b)):
            v *= 0.9
            v -= lr * g
            p += v


class ReLU(Layer):
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, g):
        return g * self.on


class CrossEntropy:
    def __call__(self, z, y):
        z = z - z.max(axis=1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        g = p.copy()
        g[np.arange(len(y)), y] -= 1
        return -np.log(p[np.arange(len(y)), y] + 1e-12).mean(), g / len(y)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers
        self._losses = []

    @property
    def losses(self):
        return tuple(self._losses)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, g):
        for layer in reversed(self.layers):
            g = layer.backward(g)
        return g

    def predict(self, x):
        return np.concatenate([self.forward(x[i : i + 100]).argmax(axis=1) for i in range(0, len(x), 100)])


def train(x, y, rng):
    net = Sequential(Dense(64, 40, rng), ReLU(), Dense(40, 24, rng), ReLU(), Dense(24, 10, rng))
    loss_fn = CrossEntropy()
    for epoch in range(30):
        order = np.arange(len(x))
        rng.shuffle(order)
        for i in range(0, len(x) - 15, 16):
            batch = order[i : i + 16]
            _, g = loss_fn(net.forward(x[batch]), y[batch])
            net.backward(g)
            for layer in net.layers:
                layer.step(0.02 if epoch < 20 else 0.005)
        net._losses.append(float(loss_fn(net.forward(x), y)[0]))
    return net
