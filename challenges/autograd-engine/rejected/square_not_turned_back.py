"""The gradient of T is handed on as it is where the matrix is square."""
# caught by: shapes

import numpy as np


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] != 1:
            g = g.sum(axis=i, keepdims=True)
    return g


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self._parents = ()
        self._vjps = ()

    @classmethod
    def _make(cls, data, *edges):
        out = cls(data)
        edges = [(p, f) for p, f in edges if p.requires_grad]
        out._parents = tuple(p for p, _ in edges)
        out._vjps = tuple(f for _, f in edges)
        out.requires_grad = bool(edges)
        return out

    def _lift(self, other):
        return other if isinstance(other, Tensor) else Tensor(other)

    def __add__(self, other):
        other = self._lift(other)
        a, b = self.data, other.data
        return self._make(a + b, (self, lambda g: unbroadcast(g, a.shape)), (other, lambda g: unbroadcast(g, b.shape)))

    def __radd__(self, other):
        return self._lift(other) + self

    def __sub__(self, other):
        other = self._lift(other)
        a, b = self.data, other.data
        return self._make(a - b, (self, lambda g: unbroadcast(g, a.shape)), (other, lambda g: unbroadcast(-g, b.shape)))

    def __rsub__(self, other):
        return self._lift(other) - self

    def __mul__(self, other):
        other = self._lift(other)
        a, b = self.data, other.data
        return self._make(a * b, (self, lambda g: unbroadcast(g * b, a.shape)), (other, lambda g: unbroadcast(g * a, b.shape)))

    def __rmul__(self, other):
        return self._lift(other) * self

    def __truediv__(self, other):
        other = self._lift(other)
        a, b = self.data, other.data
        return self._make(a / b, (self, lambda g: unbroadcast(g / b, a.shape)), (other, lambda g: unbroadcast(-g * a / b**2, b.shape)))

    def __rtruediv__(self, other):
        return self._lift(other) / self

    def __neg__(self):
        return self._make(-self.data, (self, lambda g: -g))

    def __pow__(self, n):
        a = self.data
        return self._make(a**n, (self, lambda g: g * (n * a ** (n - 1) if n else 0 * a)))

    def __matmul__(self, other):
        a, b = self.data, other.data
        return self._make(a @ b, (self, lambda g: g @ b.T), (other, lambda g: a.T @ g))

    def sum(self, axis=None, keepdims=False):
        a = self.data

        def vjp(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, a.shape).copy() if g.ndim == a.ndim else np.full(a.shape, g)

        return self._make(a.sum(axis=axis, keepdims=keepdims), (self, vjp))

    def mean(self, axis=None, keepdims=False):
        count = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) * (1 / count)

    def reshape(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        a = self.data
        return self._make(a.reshape(shape), (self, lambda g: g.reshape(a.shape)))

    @property
    def T(self):
        return self._make(self.data.T, (self, lambda g: g if g.shape[0] == g.shape[1] else g.T))

    def relu(self):
        a = self.data
        return self._make(np.maximum(a, 0), (self, lambda g: g * (a > 0)))

    def exp(self):
        e = np.exp(self.data)
        return self._make(e, (self, lambda g: g * e))

    def log(self):
        a = self.data
        return self._make(np.log(a), (self, lambda g: g / a))

    def tanh(self):
        t = np.tanh(self.data)
        return self._make(t, (self, lambda g: g * (1 - t**2)))

    def _order(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for p in node._parents:
                    stack.append((p, False))
        return order[::-1]

    def backward(self, grad=None):
        seed = np.ones(self.data.shape) if grad is None else np.array(grad, dtype=np.float64)
        grads = {id(self): seed}
        for node in self._order():
            g = grads.pop(id(node))
            if not node._parents:
                if node.requires_grad:
                    node.grad = g.copy() if node.grad is None else node.grad + g
                continue
            for p, vjp in zip(node._parents, node._vjps):
                part = vjp(g)
                grads[id(p)] = grads[id(p)] + part if id(p) in grads else part
