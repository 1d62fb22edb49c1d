"""Each result carries a gradient of its own, emptied when backward begins; each has a function that pushes it on."""

import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False, _prev=(), _op=""):
        self.data = np.asarray(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self._prev = _prev
        self._op = _op
        self._push = None

    def __repr__(self):
        return f"Tensor({self.data}, op={self._op!r})"

    @property
    def shape(self):
        return self.data.shape

    def _receive(self, grad):
        if not self.requires_grad:
            return
        extra = grad.ndim - self.data.ndim
        axes = tuple(range(extra)) + tuple(
            extra + i for i, n in enumerate(self.data.shape) if n == 1 and grad.shape[extra + i] != 1
        )
        grad = grad.sum(axis=axes).reshape(self.data.shape) if axes else grad
        if self.grad is None:
            self.grad = np.zeros(self.data.shape)
        self.grad = self.grad + grad

    def _make(self, data, others, op, push):
        operands = (self, *others)
        out = Tensor(data, any(t.requires_grad for t in operands), operands, op)
        out._push = lambda: push(np.asarray(out.grad))
        return out

    def __add__(self, other):
        other = _tensor(other)

        def push(g):
            self._receive(g)
            other._receive(g)

        return self._make(self.data + other.data, (other,), "+", push)

    def __mul__(self, other):
        other = _tensor(other)

        def push(g):
            self._receive(g * other.data)
            other._receive(g * self.data)

        return self._make(self.data * other.data, (other,), "*", push)

    def __pow__(self, n):
        def push(g):
            self._receive(g * (n * self.data ** (n - 1)))

        return self._make(self.data**n, (), "**", push)

    def __matmul__(self, other):
        def push(g):
            self._receive(np.matmul(g, other.data.T))
            other._receive(np.matmul(self.data.T, g))

        return self._make(np.matmul(self.data, other.data), (other,), "@", push)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other**-1)

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return other * self**-1

    def sum(self, axis=None, keepdims=False):
        def push(g):
            kept = self.data.sum(axis=axis, keepdims=True).shape
            self._receive(np.zeros(self.shape) + g.reshape(kept))

        return self._make(self.data.sum(axis=axis, keepdims=keepdims), (), "sum", push)

    def mean(self, axis=None, keepdims=False):
        out = self.sum(axis=axis, keepdims=keepdims)
        return out * (out.data.size / self.data.size)

    def reshape(self, *shape):
        shape = shape[0] if isinstance(shape[0], (tuple, list)) else shape
        return self._make(self.data.reshape(shape), (), "reshape", lambda g: self._receive(g.reshape(self.shape)))

    @property
    def T(self):
        return self._make(self.data.transpose(), (), "T", lambda g: self._receive(g.transpose()))

    def relu(self):
        value = np.where(self.data > 0, self.data, 0)
        return self._make(value, (), "relu", lambda g: self._receive(np.where(self.data > 0, g, 0)))

    def exp(self):
        value = np.exp(self.data)
        return self._make(value, (), "exp", lambda g: self._receive(g * value))

    def log(self):
        return self._make(np.log(self.data), (), "log", lambda g: self._receive(g / self.data))

    def tanh(self):
        value = np.tanh(self.data)
        return self._make(value, (), "tanh", lambda g: self._receive(g * (1 - value * value)))

    def backward(self, grad=None):
        topo, seen, stack = [], set(), [(self, iter(self._prev))]
        seen.add(self)
        while stack:
            node, rest = stack[-1]
            child = next(rest, None)
            if child is None:
                topo.append(node)
                stack.pop()
            elif child not in seen:
                seen.add(child)
                stack.append((child, iter(child._prev)))
        for node in topo:
            if node._prev:
                node.grad = None
        self._receive(np.ones(self.shape) if grad is None else np.asarray(grad, dtype=float))
        for node in reversed(topo):
            if node._push is not None and node.requires_grad:
                node._push()


def _tensor(value):
    return value if isinstance(value, Tensor) else Tensor(value)
