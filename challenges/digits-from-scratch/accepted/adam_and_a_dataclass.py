"""A dataclass of parameters, trained by Adam; inputs standardised by the training digits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Network:
    mean: np.ndarray
    scale: np.ndarray
    params: dict[str, np.ndarray] = field(default_factory=dict)
    losses: list[np.float64] = field(default_factory=list)

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        x = (x - self.mean) / self.scale
        h = np.tanh(x @ self.params["W1"] + self.params["b1"])
        return x, h, h @ self.params["W2"] + self.params["b2"]

    def predict(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)[-1].argmax(1).astype(np.int32)


def train(x: np.ndarray, y: np.ndarray, rng: np.random.Generator, *, hidden: int = 64, epochs: int = 25) -> Network:
    net = Network(x.mean(axis=0), x.std(axis=0) + 0.2)
    net.params = {
        "W1": rng.standard_normal((64, hidden)) / 8, "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) / np.sqrt(hidden), "b2": np.zeros(10),
    }
    m = {k: np.zeros_like(v) for k, v in net.params.items()}
    v = {k: np.zeros_like(w) for k, w in net.params.items()}
    t = 0
    for _ in range(epochs):
        order, losses = rng.permutation(x.shape[0]), []
        for i in range(0, x.shape[0], 50):
            j = order[i : i + 50]
            xb, h, z = net.forward(x[j])
            p = np.exp(z - z.max(1)[:, None])
            p /= p.sum(1)[:, None]
            losses.append(-np.log(p[range(len(j)), y[j]]).mean())
            d = p - (y[j][:, None] == np.arange(10))
            dh = d @ net.params["W2"].T * (1 - h**2)
            grads = {"W1": xb.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
            t += 1
            for k, g in grads.items():
                g = g / len(j)
                m[k] += 0.1 * (g - m[k])
                v[k] += 0.001 * (g * g - v[k])
                net.params[k] -= 0.004 * (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        net.losses.append(np.mean(losses))
    return net
