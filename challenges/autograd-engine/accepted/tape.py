"""One tape for all: operations write themselves down in order, backward reads the tape from the end."""

import weakref

import numpy as np

TAPE = []  # (weak reference to the result, operands, pulls)


def record(value, *pairs):
    out = Tensor(value)
    pairs = [(operand, pull) for operand, pull in pairs if operand.requires_grad]
    if pairs:
        out.requires_grad = True
        out.is_leaf = False
        out.entry = (weakref.ref(out), pairs)
        TAPE.append(out.entry)
        out.place = len(TAPE)
    return out


def reduce_to(g, like):
    g = np.asarray(g)
    while np.ndim(g) > np.ndim(like):
        g = g.sum(0)
    for axis in range(np.ndim(like)):
        if like.shape[axis] == 1 != g.shape[axis]:
            g = g.sum(axis, keepdims=True)
    return g


class Tensor:
    requires_grad = False
    is_leaf = True

    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype="float64")
        self.grad = None
        if requires_grad:
            self.requires_grad = True

    def lift(method):
        def lifted(self, other):
            return method(self, other if isinstance(other, Tensor) else Tensor(other))

        return lifted

    @lift
    def __add__(self, other):
        a, b = self.data, other.data
        return record(a + b, (self, lambda g: reduce_to(g, a)), (other, lambda g: reduce_to(g, b)))

    @lift
    def __sub__(self, other):
        a, b = self.data, other.data
        return record(a - b, (self, lambda g: reduce_to(g, a)), (other, lambda g: reduce_to(-g, b)))

    @lift
    def __mul__(self, other):
        a, b = self.data, other.data
        return record(a * b, (self, lambda g: reduce_to(g * b, a)), (other, lambda g: reduce_to(g * a, b)))

    @lift
    def __truediv__(self, other):
        a, b = self.data, other.data
        q = a / b
        return record(q, (self, lambda g: reduce_to(g / b, a)), (other, lambda g: reduce_to(-g * q / b, b)))

    __radd__, __rmul__ = __add__, __mul__
    __rsub__ = lift(lambda self, other: other - self)
    __rtruediv__ = lift(lambda self, other: other / self)

    def __neg__(self):
        return 0 - self

    def __pow__(self, n):
        x = self.data
        return record(x**n, (self, lambda g: n * g * x ** (n - 1)))

    def __matmul__(self, other):
        a, b = self.data, other.data
        return record(a.dot(b), (self, lambda g: g.dot(b.T)), (other, lambda g: a.T.dot(g)))

    def sum(self, axis=None, keepdims=False):
        x = self.data
        kept = x.sum(axis=axis, keepdims=True)
        value = kept if keepdims else x.sum(axis=axis)
        return record(value, (self, lambda g: np.broadcast_to(g.reshape(kept.shape), x.shape)))

    def mean(self, axis=None, keepdims=False):
        x = self.data
        kept = x.mean(axis=axis, keepdims=True)
        share = kept.size / x.size
        value = kept if keepdims else x.mean(axis=axis)
        return record(value, (self, lambda g: np.broadcast_to(g.reshape(kept.shape) * share, x.shape)))

    def reshape(self, *shape):
        x = self.data
        return record(np.reshape(x, *shape) if len(shape) == 1 else np.reshape(x, shape), (self, lambda g: np.reshape(g, x.shape)))

    T = property(lambda self: record(self.data.T, (self, np.transpose)))

    def relu(self):
        on = np.heaviside(self.data, 0)
        return record(self.data * on, (self, lambda g: g * on))

    def exp(self):
        e = np.exp(self.data)
        return record(e, (self, lambda g: e * g))

    def log(self):
        x = self.data
        return record(np.log(x), (self, lambda g: np.divide(g, x)))

    def tanh(self):
        x = self.data
        return record(np.tanh(x), (self, lambda g: g / np.cosh(x) ** 2))

    def backward(self, grad=None):
        if grad is None:
            assert self.data.size == 1, "give backward a grad"
            grad = np.ones(self.data.shape)
        if self.is_leaf:
            self.grad = grad + 0 if self.grad is None else self.grad + grad
            return
        sums = {self: grad}
        for result, pairs in reversed(TAPE[: self.place]):
            g = sums.pop(result(), None)
            if g is None:
                continue
            for operand, pull in pairs:
                share = pull(g)
                if operand.is_leaf:
                    operand.grad = share + 0.0 if operand.grad is None else operand.grad + share
                else:
                    sums[operand] = sums[operand] + share if operand in sums else share
