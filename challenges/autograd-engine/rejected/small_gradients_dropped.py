"""A gradient next to zero is not passed on."""
# caught by: four-operations

import numpy as np


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Tensor:
    def __init__(self, data, requires_grad=False, parents=()):
        self.data = np.array(data, dtype=float)
        self.parents = [(t, pull) for t, pull in parents if t.requires_grad]
        self.requires_grad = requires_grad or bool(self.parents)
        self.grad = None

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        left = lambda g: unbroadcast(g, a.shape)
        right = lambda g: unbroadcast(g, b.shape)
        return Tensor(a + b, parents=[(self, left), (other, right)])

    def __sub__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        left = lambda g: unbroadcast(g, a.shape)
        right = lambda g: unbroadcast(-g, b.shape)
        return Tensor(a - b, parents=[(self, left), (other, right)])

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        left = lambda g: unbroadcast(g * b, a.shape)
        right = lambda g: unbroadcast(g * a, b.shape)
        return Tensor(a * b, parents=[(self, left), (other, right)])

    def __truediv__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        left = lambda g: unbroadcast(g / b, a.shape)
        right = lambda g: unbroadcast(-g * a / b**2, b.shape)
        return Tensor(a / b, parents=[(self, left), (other, right)])

    def __neg__(self):
        return Tensor(-self.data, parents=[(self, lambda g: -g)])

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Tensor(other) - self

    def __rtruediv__(self, other):
        return Tensor(other) / self

    def __pow__(self, n):
        x = self.data
        return Tensor(x**n, parents=[(self, lambda g: g * n * x ** (n - 1))])

    def __matmul__(self, other):
        a, b = self.data, other.data
        return Tensor(a @ b, parents=[(self, lambda g: g @ b.T), (other, lambda g: a.T @ g)])

    def sum(self, axis=None, keepdims=False):
        x = self.data

        def pull(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return g * np.ones(x.shape)

        return Tensor(x.sum(axis=axis, keepdims=keepdims), parents=[(self, pull)])

    def mean(self, axis=None, keepdims=False):
        n = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) * (1 / n)

    def reshape(self, *shape):
        x = self.data
        return Tensor(x.reshape(*shape), parents=[(self, lambda g: g.reshape(x.shape))])

    @property
    def T(self):
        return Tensor(self.data.T, parents=[(self, lambda g: g.T)])

    def relu(self):
        x = self.data
        return Tensor(x * (x > 0), parents=[(self, lambda g: g * (x > 0))])

    def exp(self):
        x = self.data
        e = np.exp(x)
        return Tensor(e, parents=[(self, lambda g: g * e)])

    def log(self):
        x = self.data
        value = np.log(x)
        return Tensor(value, parents=[(self, lambda g: g / x)])

    def tanh(self):
        x = self.data
        t = np.tanh(x)
        return Tensor(t, parents=[(self, lambda g: g * (1 - t**2))])

    def backward(self, grad=None):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            t, done = stack.pop()
            if done:
                order.append(t)
            elif id(t) not in seen:
                seen.add(id(t))
                stack.append((t, True))
                for parent, _ in t.parents:
                    stack.append((parent, False))
        if grad is None:
            grad = np.ones(self.data.shape)
        flowing = {id(self): np.array(grad, dtype=float)}
        for t in reversed(order):
            g = flowing.pop(id(t))
            if not t.parents:
                t.grad = g if t.grad is None else t.grad + g
            for parent, pull in t.parents:
                share = np.where(abs(pull(g)) < 1e-8, 0.0, pull(g))
                if id(parent) in flowing:
                    share = flowing[id(parent)] + share
                flowing[id(parent)] = share
