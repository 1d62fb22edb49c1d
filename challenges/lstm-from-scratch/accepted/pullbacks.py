"""Each step leaves a function behind that sends its gradients back; named tuples; a dataclass; a clipped sigmoid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class State(NamedTuple):
    h: np.ndarray
    c: np.ndarray


class Output(NamedTuple):
    hs: np.ndarray
    last: State


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -60.0, 60.0)))


@dataclass(eq=False)
class LSTM:
    input_size: int
    hidden_size: int
    forget_bias: float = 1.0
    Wx: np.ndarray = field(init=False, repr=False)
    Wh: np.ndarray = field(init=False, repr=False)
    b: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        H = self.hidden_size
        self.Wx = np.zeros((self.input_size, 4 * H))
        self.Wh = np.hstack([np.eye(H)] * 4)
        self.b = np.repeat([0.0, self.forget_bias, 0.0, 0.0], H)

    def _step(self, x, state):
        Wx, Wh, (h, c) = self.Wx, self.Wh, state
        z = np.split(x @ Wx + h @ Wh + self.b, 4, axis=-1)
        i, f, o, g = sigmoid(z[0]), sigmoid(z[1]), sigmoid(z[3]), np.tanh(z[2])
        new = f * c + i * g
        squashed = np.tanh(new)

        def pullback(dh, dc):
            dc = dc + dh * o * (1 - squashed**2)
            parts = dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), dh * squashed * o * (1 - o)
            dz = np.concatenate(parts, axis=-1)
            return dz @ Wx.T, dz @ Wh.T, dc * f, (x.T @ dz, h.T @ dz, dz.sum(0))

        return State(o * squashed, new), pullback

    def forward(self, xs: np.ndarray, h0: np.ndarray | None = None, c0: np.ndarray | None = None) -> Output:
        zeros = np.zeros((xs.shape[1], self.hidden_size))
        state = State(zeros if h0 is None else h0, zeros if c0 is None else c0)
        states, self._pullbacks = [], []
        for x in xs:
            state, pullback = self._step(x, state)
            states.append(state)
            self._pullbacks.append(pullback)
        return Output(np.stack([s.h for s in states]), states[-1])

    def backward(self, grad_hs: np.ndarray, grad_c: np.ndarray | None = None) -> np.ndarray:
        dh, dc = np.zeros(grad_hs.shape[1:]), np.zeros(grad_hs.shape[1:]) if grad_c is None else grad_c
        dxs, parts = np.empty((*grad_hs.shape[:2], self.input_size)), []
        for t in range(len(self._pullbacks))[::-1]:
            dxs[t], dh, dc, part = self._pullbacks[t](grad_hs[t] + dh, dc)
            parts.append(part)
        self.dWx, self.dWh, self.db = (np.sum(one, axis=0) for one in zip(*parts))
        return dxs
