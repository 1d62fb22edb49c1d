"""A mask of maxima, thinned to one per window by a cumulative count."""

import numpy as np


def max_pool2d(x, size, stride=None):
    s = size if stride is None else stride
    rows, cols = (x.shape[1] - size) // s + 1, (x.shape[2] - size) // s + 1
    return np.stack(
        [
            np.stack([np.max(x[:, r * s : r * s + size, c * s : c * s + size], axis=(1, 2)) for c in range(cols)], axis=1)
            for r in range(rows)
        ],
        axis=1,
    )


def max_pool2d_backward(grad, x, size, stride=None):
    s = size if stride is None else stride
    dx = np.zeros(x.shape, dtype=np.float64)
    for r in range(grad.shape[1]):
        for c in range(grad.shape[2]):
            window = x[:, r * s : r * s + size, c * s : c * s + size]
            flat = window.reshape(window.shape[0], -1, window.shape[3])
            mask = flat == flat.max(axis=1, keepdims=True)
            mask &= np.cumsum(mask, axis=1) == 1
            dx[:, r * s : r * s + size, c * s : c * s + size] += mask.reshape(window.shape) * grad[:, r : r + 1, c : c + 1]
    return dx
