"""Results note the name of their operation; one long function knows the derivative of each."""

import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False):
        self._data = np.asarray(data).astype(np.float64)
        self._grad = None
        self.requires_grad = requires_grad
        self.op, self.args, self.extra = "leaf", (), None

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, value):
        self._data = np.asarray(value, dtype=np.float64)

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, value):
        self._grad = value

    def backward(self, grad=None):
        order = _sorted(self)
        grads = {id(t): np.zeros(t.data.shape) for t in order}
        grads[id(self)] += 1 if grad is None else grad
        for t in order:
            for operand, share in zip(t.args, _derivatives(t, grads[id(t)])):
                if operand.requires_grad:
                    grads[id(operand)] += _shrunk(share, operand.data.shape)
        for t in order:
            if t.op == "leaf" and t.requires_grad:
                t.grad = grads[id(t)] if t.grad is None else t.grad + grads[id(t)]

    def __add__(self, other): return _op("add", self, other)
    def __radd__(self, other): return _op("add", other, self)
    def __sub__(self, other): return _op("sub", self, other)
    def __rsub__(self, other): return _op("sub", other, self)
    def __mul__(self, other): return _op("mul", self, other)
    def __rmul__(self, other): return _op("mul", other, self)
    def __truediv__(self, other): return _op("div", self, other)
    def __rtruediv__(self, other): return _op("div", other, self)
    def __matmul__(self, other): return _op("dot", self, other)
    def __pow__(self, n): return _op("pow", self, extra=n)
    def __neg__(self): return _op("sub", 0.0, self)
    def relu(self): return _op("relu", self)
    def exp(self): return _op("exp", self)
    def log(self): return _op("log", self)
    def tanh(self): return _op("tanh", self)
    def reshape(self, *shape): return _op("reshape", self, extra=shape[0] if isinstance(shape[0], tuple) else shape)
    def sum(self, axis=None, keepdims=False): return _op("sum", self, extra=(axis, keepdims))
    def mean(self, axis=None, keepdims=False): return _op("mean", self, extra=(axis, keepdims))

    @property
    def T(self): return _op("T", self)


FORWARD = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "dot": np.dot, "pow": np.power,
    "relu": lambda x: np.maximum(0, x), "exp": np.exp, "log": np.log, "tanh": np.tanh,
    "reshape": np.reshape, "T": np.transpose,
    "sum": lambda x, how: np.sum(x, axis=how[0], keepdims=how[1]),
    "mean": lambda x, how: np.mean(x, axis=how[0], keepdims=how[1]),
}


def _op(name, *args, extra=None):
    args = tuple(a if isinstance(a, Tensor) else Tensor(a) for a in args)
    extra = float(extra) if name == "pow" else extra
    out = Tensor(FORWARD[name](*(a.data for a in args), *(() if extra is None else (extra,))))
    out.op, out.args, out.extra = name, args, extra
    out.requires_grad = any(a.requires_grad for a in args)
    return out


def _derivatives(t, g):
    x = [a.data for a in t.args]
    match t.op:
        case "add": return g, g
        case "sub": return g, -g
        case "mul": return g * x[1], g * x[0]
        case "div": return g / x[1], -g * t.data / x[1]
        case "dot": return g.dot(x[1].T), x[0].T.dot(g)
        case "pow": return (g * t.extra * np.power(x[0], t.extra - 1),)
        case "relu": return (g * (t.data > 0),)
        case "exp": return (g * t.data,)
        case "log": return (g / x[0],)
        case "tanh": return (g - g * t.data**2,)
        case "reshape": return (g.reshape(x[0].shape),)
        case "T": return (g.T,)
        case "sum" | "mean":
            axis, keepdims = t.extra
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            spread = g + np.zeros_like(x[0])
            return (spread * (t.data.size / x[0].size) if t.op == "mean" else spread,)
    return ()


def _shrunk(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def _sorted(root):
    """Results before operands: the reverse of the order in which a depth-first search leaves them."""
    done, path, order = {id(root)}, [(root, 0)], []
    while path:
        t, i = path.pop()
        if i < len(t.args):
            path.append((t, i + 1))
            if id(t.args[i]) not in done:
                done.add(id(t.args[i]))
                path.append((t.args[i], 0))
        else:
            order.append(t)
    return order[::-1]
