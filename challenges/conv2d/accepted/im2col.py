"""im2col: every window becomes a row of one large matrix."""

import numpy as np


def _columns(padded, kh, kw, stride, rows, columns):
    batch, channels = padded.shape[0], padded.shape[3]
    patches = np.empty((batch, rows, columns, kh * kw * channels))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            patches[:, r, c] = window.reshape(batch, -1)
    return patches.reshape(batch * rows * columns, -1)


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, channels, filters = kernel.shape
    if x.shape[3] != channels:
        raise ValueError(f"{x.shape[3]} channels in x, {channels} in the kernel")
    padded = np.pad(x, [(0, 0), (padding, padding), (padding, padding), (0, 0)], mode="constant")
    rows = (padded.shape[1] - kh) // stride + 1
    columns = (padded.shape[2] - kw) // stride + 1
    product = _columns(padded, kh, kw, stride, rows, columns) @ kernel.reshape(-1, filters)
    return product.reshape(len(x), rows, columns, filters)
