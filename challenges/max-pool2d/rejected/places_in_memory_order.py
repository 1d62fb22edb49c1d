"""Counts the places of a window in the order in which they lie in memory."""
# caught by: inputs-left-alone

import numpy as np


def _win(x, size, stride):
    stride = size if stride is None else stride
    rows = (x.shape[1] - size) // stride + 1
    cols = (x.shape[2] - size) // stride + 1
    return stride, rows, cols


def max_pool2d(x, size, stride=None):
    s, rows, cols = _win(x, size, stride)
    out = np.full((x.shape[0], rows, cols, x.shape[3]), -np.inf)
    for i in range(size):
        for j in range(size):
            np.maximum(out, x[:, i : i + (rows - 1) * s + 1 : s, j : j + (cols - 1) * s + 1 : s], out=out)
    return out


def max_pool2d_backward(grad, x, size, stride=None):
    s, rows, cols = _win(x, size, stride)
    dx = np.zeros(x.shape)
    for b in range(x.shape[0]):
        for r in range(rows):
            for c in range(cols):
                for k in range(x.shape[3]):
                    w = x[b, r * s : r * s + size, c * s : c * s + size, k]
                    i, j = np.unravel_index(int(np.ravel(w, order='K').argmax()), w.shape)
                    dx[b, r * s + i, c * s + j, k] += grad[b, r, c, k]
    return dx
