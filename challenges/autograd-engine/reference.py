"""Reverse-mode automatic differentiation over numpy: each result remembers how to send its gradient back."""

import numpy as np


def summed_to(grad, shape):
    """Undo broadcasting: numpy repeated an operand of this shape, so the gradients of its copies add up."""
    if grad.shape == shape:
        return grad
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))  # axes that were put in front
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=stretched, keepdims=True)  # axes of length 1 that were repeated


class Tensor:
    """An array, and the operation that it came from."""

    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.sources = ()  # pairs (operand, pull): pull(gradient of this tensor) is the gradient of the operand

    @staticmethod
    def result(data, *sources):
        """A tensor made by an operation. Operands that need no gradient are forgotten."""
        out = Tensor(data)
        out.sources = [(operand, pull) for operand, pull in sources if operand.requires_grad]
        out.requires_grad = bool(out.sources)
        return out

    # Arithmetic, elementwise with broadcasting

    def __add__(self, other):
        other = wrapped(other)
        return Tensor.result(
            self.data + other.data,
            (self, lambda g: summed_to(g, self.data.shape)),
            (other, lambda g: summed_to(g, other.data.shape)),
        )

    def __mul__(self, other):
        other = wrapped(other)
        return Tensor.result(
            self.data * other.data,
            (self, lambda g: summed_to(g * other.data, self.data.shape)),
            (other, lambda g: summed_to(g * self.data, other.data.shape)),
        )

    def __pow__(self, exponent):
        return Tensor.result(self.data**exponent, (self, lambda g: g * exponent * self.data ** (exponent - 1)))

    def __neg__(self):
        return Tensor.result(-self.data, (self, lambda g: -g))

    def __sub__(self, other):
        return self + -wrapped(other)

    def __truediv__(self, other):
        return self * wrapped(other) ** -1

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return wrapped(other) - self

    def __rtruediv__(self, other):
        return wrapped(other) / self

    # Matrices and shapes

    def __matmul__(self, other):
        return Tensor.result(
            self.data @ other.data,  # (n, k) @ (k, m) -> (n, m)
            (self, lambda g: g @ other.data.T),  # (n, m) @ (m, k) -> (n, k)
            (other, lambda g: self.data.T @ g),  # (k, n) @ (n, m) -> (k, m)
        )

    def sum(self, axis=None, keepdims=False):
        def pull(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)  # the axis that was summed away, now of length 1
            return np.broadcast_to(g, self.data.shape)

        return Tensor.result(self.data.sum(axis=axis, keepdims=keepdims), (self, pull))

    def mean(self, axis=None, keepdims=False):
        count = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) / count

    def reshape(self, *shape):
        return Tensor.result(self.data.reshape(*shape), (self, lambda g: g.reshape(self.data.shape)))

    @property
    def T(self):
        return Tensor.result(self.data.T, (self, lambda g: g.T))

    # Functions, elementwise

    def relu(self):
        return Tensor.result(np.maximum(self.data, 0.0), (self, lambda g: g * (self.data > 0)))

    def exp(self):
        value = np.exp(self.data)
        return Tensor.result(value, (self, lambda g: g * value))

    def log(self):
        return Tensor.result(np.log(self.data), (self, lambda g: g / self.data))

    def tanh(self):
        value = np.tanh(self.data)
        return Tensor.result(value, (self, lambda g: g * (1.0 - value**2)))

    # The way back

    def backward(self, grad=None):
        """Add the gradient of this tensor, weighted with grad, to the grad of every tensor that it was made from."""
        flowing = {self: np.ones_like(self.data) if grad is None else np.array(grad, dtype=np.float64)}
        for tensor in self.consumers_first():
            g = flowing.pop(tensor)  # complete: whatever uses this tensor has had its turn
            if not tensor.sources:
                tensor.grad = g.copy() if tensor.grad is None else tensor.grad + g
            for operand, pull in tensor.sources:
                share = pull(g)
                flowing[operand] = flowing[operand] + share if operand in flowing else share

    def consumers_first(self):
        """All tensors behind this one, each after everything that was made from it. No recursion: chains are long."""
        finished, order, stack = set(), [], [(self, False)]
        while stack:
            tensor, operands_done = stack.pop()
            if operands_done:
                order.append(tensor)
            elif tensor not in finished:
                finished.add(tensor)
                stack.append((tensor, True))
                stack.extend([(operand, False) for operand, _ in tensor.sources])
        return reversed(order)


def wrapped(value):
    """A number as a tensor that needs no gradient."""
    return value if isinstance(value, Tensor) else Tensor(value)
