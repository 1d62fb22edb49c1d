"""Multiplies the gradient with the value."""
# caught by: backward

import numpy as np


def max_pool2d(x, size, stride=None):
    stride = size if stride is None else stride
    rows, columns = (x.shape[1] - size) // stride + 1, (x.shape[2] - size) // stride + 1
    out = np.empty((x.shape[0], rows, columns, x.shape[3]))
    for r in range(rows):
        for c in range(columns):
            window = x[:, r * stride : r * stride + size, c * stride : c * stride + size]
            out[:, r, c] = window.max(axis=(1, 2))
    return out


def max_pool2d_backward(grad, x, size, stride=None):
    stride = size if stride is None else stride
    dx = np.zeros(x.shape)
    images, channels = np.ogrid[: x.shape[0], : x.shape[3]]
    for r in range(grad.shape[1]):
        for c in range(grad.shape[2]):
            window = x[:, r * stride : r * stride + size, c * stride : c * stride + size]
            best = window.reshape(x.shape[0], -1, x.shape[3]).argmax(axis=1)
            i, j = np.divmod(best, size)
            dx[images, r * stride + i, c * stride + j, channels] += grad[:, r, c] * window.max(axis=(1, 2))
    return dx
