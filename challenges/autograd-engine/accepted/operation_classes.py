"""One class for each operation, with forward and backward; gradients flow in order of creation, youngest first."""

from __future__ import annotations

import heapq
import itertools
from typing import Any

import numpy as np

_births = itertools.count()


class Function:
    def __init__(self, *operands: Tensor, **options: Any) -> None:
        self.operands = operands
        self.options = options

    @classmethod
    def apply(cls, *operands: Any, **options: Any) -> Tensor:
        function = cls(*(t if isinstance(t, Tensor) else Tensor(t) for t in operands), **options)
        out = Tensor(function.forward(*(t.data for t in function.operands)))
        out.requires_grad = any(t.requires_grad for t in function.operands)
        out.creator = function if out.requires_grad else None
        return out

    def forward(self, *arrays: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def backward(self, grad: np.ndarray) -> tuple[np.ndarray, ...]:
        raise NotImplementedError


def fold(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if grad.shape == shape:
        return grad
    grad = grad.reshape(-1, *grad.shape[grad.ndim - len(shape) :]).sum(0)
    return np.add.reduce(grad, axis=tuple(i for i, n in enumerate(shape) if n < grad.shape[i]), keepdims=True)


class Add(Function):
    def forward(self, a, b):
        self.shapes = np.shape(a), np.shape(b)
        return a + b

    def backward(self, grad):
        return tuple(fold(grad, shape) for shape in self.shapes)


class Sub(Add):
    def forward(self, a, b):
        self.shapes = np.shape(a), np.shape(b)
        return a - b

    def backward(self, grad):
        return fold(grad, self.shapes[0]), fold(-grad, self.shapes[1])


class Mul(Function):
    def forward(self, a, b):
        self.saved = a, b
        return a * b

    def backward(self, grad):
        a, b = self.saved
        return fold(grad * b, a.shape), fold(grad * a, b.shape)


class Div(Function):
    def forward(self, a, b):
        self.saved = a, b
        return a / b

    def backward(self, grad):
        a, b = self.saved
        return fold(grad / b, a.shape), fold(-grad * a / (b * b), b.shape)


class MatMul(Function):
    def forward(self, a, b):
        self.saved = a, b
        return np.einsum("ij,jk->ik", a, b)

    def backward(self, grad):
        a, b = self.saved
        return np.einsum("ik,jk->ij", grad, b), np.einsum("ij,ik->jk", a, grad)


class Pow(Function):
    def forward(self, a):
        self.saved = a
        return np.power(a, float(self.options["n"]))

    def backward(self, grad):
        n = float(self.options["n"])
        return (grad * n * np.power(self.saved, n - 1),)


class Sum(Function):
    def forward(self, a):
        self.shape = a.shape
        return np.sum(a, **self.options)

    def backward(self, grad):
        axis = self.options["axis"]
        if axis is not None and not self.options["keepdims"]:
            axis %= len(self.shape)
            grad = grad[(slice(None),) * axis + (None,)]
        return (np.tile(grad, [n // m for n, m in zip(self.shape, np.shape(grad))]) if np.ndim(grad) else np.full(self.shape, grad),)


class Reshape(Function):
    def forward(self, a):
        self.shape = a.shape
        return a.reshape(self.options["shape"])

    def backward(self, grad):
        return (grad.reshape(self.shape),)


class Transpose(Function):
    def forward(self, a):
        return np.swapaxes(a, 0, 1)

    def backward(self, grad):
        return (np.swapaxes(grad, 0, 1),)


class Pointwise(Function):
    def forward(self, a):
        value, self.slope = self.options["rule"](a)
        return value

    def backward(self, grad):
        return (grad * self.slope,)


def _tanh(x):
    value = np.tanh(x)
    return value, 1 - np.square(value)


class Tensor:
    __slots__ = ("birth", "creator", "data", "grad", "requires_grad")

    def __init__(self, data: Any, requires_grad: bool = False) -> None:
        self.data = np.asarray(data, np.float64)
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None
        self.creator: Function | None = None
        self.birth = next(_births)

    def __add__(self, other): return Add.apply(self, other)
    def __radd__(self, other): return Add.apply(other, self)
    def __sub__(self, other): return Sub.apply(self, other)
    def __rsub__(self, other): return Sub.apply(other, self)
    def __mul__(self, other): return Mul.apply(self, other)
    def __rmul__(self, other): return Mul.apply(other, self)
    def __truediv__(self, other): return Div.apply(self, other)
    def __rtruediv__(self, other): return Div.apply(other, self)
    def __neg__(self): return Sub.apply(0.0, self)
    def __pow__(self, n): return Pow.apply(self, n=n)
    def __matmul__(self, other): return MatMul.apply(self, other)
    def sum(self, axis=None, keepdims=False): return Sum.apply(self, axis=axis, keepdims=keepdims)
    def reshape(self, *shape): return Reshape.apply(self, shape=shape[0] if isinstance(shape[0], tuple) else shape)
    def relu(self): return Pointwise.apply(self, rule=lambda x: (np.maximum(x, 0), (x > 0).astype(float)))
    def exp(self): return Pointwise.apply(self, rule=lambda x: (np.exp(x),) * 2)
    def log(self): return Pointwise.apply(self, rule=lambda x: (np.log(x), 1 / x))
    def tanh(self): return Pointwise.apply(self, rule=_tanh)

    def mean(self, axis=None, keepdims=False):
        count = np.prod(self.data.shape) if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) / float(count)

    @property
    def T(self): return Transpose.apply(self)

    def backward(self, grad=None):
        waiting = [(-self.birth, self)]
        grads = {self.birth: np.ones_like(self.data) if grad is None else grad}
        while waiting:
            _, tensor = heapq.heappop(waiting)
            grad = grads.pop(tensor.birth)
            if tensor.creator is None:
                tensor.grad = np.array(grad) if tensor.grad is None else tensor.grad + grad
                continue
            for operand, share in zip(tensor.creator.operands, tensor.creator.backward(grad)):
                if operand.birth in grads:
                    grads[operand.birth] = grads[operand.birth] + share
                elif operand.requires_grad:
                    grads[operand.birth] = share
                    heapq.heappush(waiting, (-operand.birth, operand))
