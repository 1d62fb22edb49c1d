"""backward goes down by depth; methods are made by small factories, data and grad are properties."""

import numpy as np
from collections import defaultdict

class Tensor:
    __slots__ = ("_d", "requires_grad", "_g", "depth", "src", "back", "__weakref__")
    __array_priority__ = 100
    def __init__(self, data, requires_grad=False, *, _src=(), _back=None):
        self._d = np.asarray(data, dtype="f8").copy()
        self.requires_grad = requires_grad
        self._g = None; self.src = _src; self.back = _back
        self.depth = 1 + max((s.depth for s in _src), default=-1)
    @property
    def data(self): return self._d
    @data.setter
    def data(self, value): self._d = np.array(value, dtype=np.float64)
    @property
    def grad(self): return None if self._g is None else self._g.copy()
    @grad.setter
    def grad(self, value): self._g = None if value is None else np.array(value, dtype=float)
    @property
    def shape(self): return self._d.shape
    def __repr__(self): return f"Tensor({self._d!r})"

    def backward(self, grad=None):
        if grad is None: grad = np.full(self.shape, 1.0)
        total = {self: np.array(grad, dtype=float)}
        levels = defaultdict(dict); levels[self.depth][self] = None
        for d in range(self.depth, -1, -1):
            for t in levels.pop(d, {}):
                g = total.pop(t)
                if t.requires_grad:
                    t._g = g if t._g is None else t._g + g
                if t.back is None: continue
                for s, gs in zip(t.src, t.back(g)):
                    if gs is None: continue
                    for _ in range(gs.ndim - len(s.shape)): gs = np.add.reduce(gs, 0)
                    ones = tuple(i for i, k in enumerate(s.shape) if k < gs.shape[i])
                    gs = gs.sum(ones, keepdims=True) if ones else gs
                    total[s] = total[s] + gs if s in total else gs
                    levels[s.depth][s] = None

def _wrap(v): return v if isinstance(v, Tensor) else Tensor(float(v))

def _binary(name, f, df):
    def forward(self, other):
        other = _wrap(other); x, y = self._d, other._d
        return Tensor(f(x, y), _src=(self, other), _back=lambda g: df(g, x, y))
    setattr(Tensor, f"__{name}__", forward)
    setattr(Tensor, f"__r{name}__", lambda self, other: forward(_wrap(other), self))

_binary("add", np.add, lambda g, x, y: (g, g))
_binary("sub", np.subtract, lambda g, x, y: (g, -g))
_binary("mul", np.multiply, lambda g, x, y: (g * y, g * x))
_binary("truediv", np.true_divide, lambda g, x, y: (g / y, -g * (x / y) / y))
_binary("matmul", np.matmul, lambda g, x, y: (g @ y.T, x.T @ g))

def _unary(name, f, df):
    def forward(self):
        x = self._d; y = f(x)
        return Tensor(y, _src=(self,), _back=lambda g: (g * df(x, y),))
    setattr(Tensor, name, forward)

_unary("__neg__", np.negative, lambda x, y: -1.0)
_unary("exp", np.exp, lambda x, y: y)
_unary("log", np.log, lambda x, y: 1 / x)
_unary("tanh", np.tanh, lambda x, y: (1 - y) * (1 + y))
_unary("relu", lambda x: np.where(x > 0, x, 0.0), lambda x, y: np.sign(y))

def _pow(self, n):
    x = self._d
    return Tensor(x ** n, _src=(self,), _back=lambda g: (g * (n * x ** (n - 1)) if n != 0 else np.zeros_like(x),))
def _sum(self, axis=None, keepdims=False, scale=1.0):
    x = self._d
    def back(g):
        g = g * scale
        if axis is None: return (np.full(x.shape, g.item()),)
        if not keepdims: g = np.expand_dims(g, axis)
        return (np.repeat(g, x.shape[axis], axis=axis),)
    return Tensor(x.sum(axis, keepdims=keepdims) * scale, _src=(self,), _back=back)
def _mean(self, axis=None, keepdims=False):
    return _sum(self, axis, keepdims, 1.0 / (self._d.size if axis is None else self.shape[axis]))
def _reshape(self, *shape):
    old = self.shape
    return Tensor(self._d.reshape(*shape), _src=(self,), _back=lambda g: (g.reshape(old),))
Tensor.__pow__, Tensor.sum, Tensor.mean, Tensor.reshape = _pow, _sum, _mean, _reshape
Tensor.T = property(lambda self: Tensor(self._d.transpose(), _src=(self,), _back=lambda g: (g.transpose(),)))
