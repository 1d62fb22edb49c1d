"""The maximum over the window's places, one strided slice after the other; the first to equal it takes the gradient."""

import numpy as np


def _slices(shape, size, stride):
    rows, columns = (shape[1] - size) // stride + 1, (shape[2] - size) // stride + 1
    for i in range(size):
        for j in range(size):
            down = slice(i, i + (rows - 1) * stride + 1, stride)
            yield slice(None), down, slice(j, j + (columns - 1) * stride + 1, stride)


def max_pool2d(x, size, stride=None):
    step = size if stride is None else stride
    out = None
    for part in _slices(x.shape, size, step):
        out = x[part].copy() if out is None else np.maximum(out, x[part])
    return out


def max_pool2d_backward(grad, x, size, stride=None):
    step = size if stride is None else stride
    out, free = max_pool2d(x, size, step), np.ones(grad.shape, bool)
    dx = np.zeros(x.shape)
    for part in _slices(x.shape, size, step):
        takes = free & (x[part] == out)
        dx[part] += np.where(takes, grad, 0.0)
        free &= ~takes
    return dx
