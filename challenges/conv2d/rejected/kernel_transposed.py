"""Rows and columns of the kernel change places."""
# caught by: one-channel

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, channels, filters = kernel.shape
    if x.shape[-1] != channels:
        raise ValueError("channels differ")
    kernel = kernel.swapaxes(0, 1)
    kh, kw = kw, kh
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    rows = (padded.shape[1] - kh) // stride + 1
    columns = (padded.shape[2] - kw) // stride + 1
    out = np.zeros((x.shape[0], rows, columns, filters))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            out[:, r, c] = np.tensordot(window, kernel, axes=3)
    return out
