"""Counts how many results use each tensor, and passes a gradient on when the last of them has sent its share."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Callable

import numpy as np

Pull = Callable[[np.ndarray], np.ndarray]


@dataclass(eq=False)
class Tensor:
    data: np.ndarray
    requires_grad: bool = False
    grad: np.ndarray | None = field(default=None, repr=False)
    edges: list[tuple[Tensor, Pull]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.data = np.asarray(self.data, dtype=np.float64)

    def backward(self, grad: np.ndarray | None = None) -> None:
        users, todo, known = Counter(), [self], {self}
        while todo:
            for operand, _ in todo.pop().edges:
                users[operand] += 1
                if operand not in known:
                    known.add(operand)
                    todo.append(operand)
        arrived = {self: np.full(self.data.shape, 1.0) if grad is None else np.array(grad, dtype=float)}
        ready = deque([self])
        while ready:
            tensor = ready.popleft()
            if tensor.requires_grad and not tensor.edges:
                tensor.grad = arrived[tensor] + (0.0 if tensor.grad is None else tensor.grad)
            for operand, pull in tensor.edges:
                arrived[operand] = arrived.get(operand, 0.0) + pull(arrived[tensor])
                users[operand] -= 1
                if not users[operand]:
                    ready.append(operand)


def _result(data, *edges):
    return Tensor(data, False, None, [(t, pull) for t, pull in edges if t.requires_grad or t.edges])


def _squeeze(g, shape):
    g = np.asarray(g)
    lead = g.ndim - len(shape)
    axes = [*range(lead), *(lead + i for i, n in enumerate(shape) if n == 1)]
    return np.sum(g, axis=tuple(axes), keepdims=True).reshape(shape)


def _binary(name, value, slope_left, slope_right):
    """Install an operation and its reflected twin."""

    def operate(a, b):
        a, b = (t if isinstance(t, Tensor) else Tensor(t) for t in (a, b))
        x, y = a.data, b.data
        return _result(
            value(x, y),
            (a, lambda g: _squeeze(g * slope_left(x, y), x.shape)),
            (b, lambda g: _squeeze(g * slope_right(x, y), y.shape)),
        )

    setattr(Tensor, f"__{name}__", operate)
    setattr(Tensor, f"__r{name}__", lambda a, b: operate(b, a))


def _unary(name, value, slope):
    def operate(a):
        x = a.data
        return _result(value(x), (a, lambda g: g * slope(x)))

    setattr(Tensor, name, operate)


_binary("add", np.add, lambda x, y: 1.0, lambda x, y: 1.0)
_binary("sub", np.subtract, lambda x, y: 1.0, lambda x, y: -1.0)
_binary("mul", np.multiply, lambda x, y: y, lambda x, y: x)
_binary("truediv", np.divide, lambda x, y: 1 / y, lambda x, y: -x / y**2)
_unary("relu", lambda x: (x + abs(x)) / 2, lambda x: np.where(x > 0, 1.0, 0.0))
_unary("exp", np.exp, np.exp)
_unary("log", np.log, np.reciprocal)
_unary("tanh", np.tanh, lambda x: 1 - np.tanh(x) ** 2)
_unary("__neg__", np.negative, lambda x: -1.0)


def _power(a, n):
    x = a.data
    return _result(x**n, (a, lambda g: g * (n * x ** (n - 1) if n else np.zeros(x.shape))))


def _matmul(a, b):
    x, y = a.data, b.data
    return _result(x @ y, (a, lambda g: np.inner(g, y)), (b, lambda g: np.inner(x.T, g.T)))


def _sum(a, axis=None, keepdims=False, *, scale=1.0):
    x = a.data
    value = np.asarray(np.sum(x, axis=axis, keepdims=keepdims) * scale)

    def pull(g):
        if not keepdims:
            g = g.reshape([1] * x.ndim) if axis is None else np.expand_dims(g, axis)
        return scale * np.broadcast_to(g, x.shape)

    return _result(value, (a, pull))


def _mean(a, axis=None, keepdims=False):
    return _sum(a, axis, keepdims, scale=1 / (a.data.size if axis is None else np.size(a.data, axis)))


def _reshape(a, *shape):
    x = a.data
    return _result(x.reshape(*shape), (a, lambda g: np.asarray(g).reshape(x.shape)))


Tensor.__pow__, Tensor.__matmul__, Tensor.sum, Tensor.mean, Tensor.reshape = _power, _matmul, _sum, _mean, _reshape
Tensor.T = property(lambda a: _result(a.data.T, (a, lambda g: g.T)))
