"""A recursive sort, with Python's limit raised; gradients in lists that are added up at the end."""

import sys

import numpy as np

sys.setrecursionlimit(100_000)


class Tensor:
    def __init__(self, data, requires_grad=False, *, name=None):
        self.data = np.array(data, dtype=float, copy=True)
        self.requires_grad = bool(requires_grad)
        self.grad = None
        self.name = name
        self._children = []

    @classmethod
    def _from(cls, data, *children):
        out = cls(data)
        for child, derivative in children:
            if child.requires_grad:
                out._children.append((child, derivative))
                out.requires_grad = True
        return out

    @classmethod
    def _coerce(cls, x):
        return x if isinstance(x, cls) else cls(x)

    def _fit(self, g):
        """Sum g over every axis that self was repeated along."""
        padded = (1,) * (g.ndim - self.data.ndim) + self.data.shape
        axes = tuple(i for i in range(g.ndim) if padded[i] == 1)
        return g.sum(axis=axes, keepdims=True).reshape(self.data.shape)

    def __add__(self, other):
        other = self._coerce(other)
        return self._from(self.data + other.data, (self, self._fit), (other, other._fit))

    __radd__ = __add__

    def __neg__(self):
        return self._from(-self.data, (self, np.negative))

    def __sub__(self, other):
        return self + (-self._coerce(other))

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        other = self._coerce(other)
        return self._from(
            self.data * other.data,
            (self, lambda g: self._fit(g * other.data)),
            (other, lambda g: other._fit(g * self.data)),
        )

    __rmul__ = __mul__

    def _inverse(self):
        value = 1 / self.data
        return self._from(value, (self, lambda g: -g * value * value))

    def __truediv__(self, other):
        return self * self._coerce(other)._inverse()

    def __rtruediv__(self, other):
        return self._inverse() * other

    def __pow__(self, n):
        if n == 0:
            return self._from(np.ones_like(self.data), (self, np.zeros_like))
        if n == 1:
            return self._from(self.data, (self, lambda g: g))
        return self._from(self.data**n, (self, lambda g: g * n * self.data ** (n - 1)))

    def __matmul__(self, other):
        return self._from(
            self.data @ other.data,
            (self, lambda g: (other.data @ g.T).T),
            (other, lambda g: (g.T @ self.data).T),
        )

    def sum(self, axis=None, keepdims=False):
        total = self.data.sum(axis=axis, keepdims=True)
        out = self._from(total, (self, lambda g: np.repeat(np.ones_like(self.data), 1, axis=-1) * g if self.data.ndim else g))
        if keepdims:
            return out
        return out.reshape(tuple(self.data.sum(axis=axis).shape))

    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) * (self.data.sum(axis=axis).size / self.data.size)

    def reshape(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            (shape,) = shape
        return self._from(self.data.reshape(shape), (self, lambda g: g.reshape(self.data.shape)))

    @property
    def T(self):
        return self._from(self.data.T.copy(), (self, lambda g: g.T.copy()))

    def relu(self):
        return self._from(self.data.clip(min=0), (self, lambda g: np.where(self.data <= 0, 0, g)))

    def exp(self):
        return self._from(np.exp(self.data), (self, lambda g: g * np.exp(self.data)))

    def log(self):
        return self._from(np.log(self.data), (self, lambda g: g * self.data**-1.0))

    def tanh(self):
        return self._from(np.tanh(self.data), (self, lambda g: g * (1 - np.tanh(self.data)) * (1 + np.tanh(self.data))))

    def backward(self, grad=None):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for child, _ in node._children:
                visit(child)
            order.append(node)

        visit(self)
        inbox = {node: [] for node in order}
        inbox[self].append(np.ones(self.data.shape) if grad is None else np.asarray(grad))
        while order:
            node = order.pop()
            total = sum(inbox[node][1:], inbox[node][0])
            for child, derivative in node._children:
                inbox[child].append(derivative(total))
            if not node._children:
                node.grad = total.copy() if node.grad is None else node.grad + total
