"""Centres the kernel: right for odd sizes, shifted for even ones."""
# caught by: one-channel

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, channels, filters = kernel.shape
    if x.shape[-1] != channels:
        raise ValueError("channels differ")
    padded = np.pad(x, ((0, 0), (padding, padding + 1), (padding, padding + 1), (0, 0)))
    rows = (padded.shape[1] - 1 - kh) // stride + 1
    columns = (padded.shape[2] - 1 - kw) // stride + 1
    out = np.zeros((x.shape[0], rows, columns, filters))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride + kh // 2 - (kh - 1) // 2 : r * stride + kh // 2 - (kh - 1) // 2 + kh, c * stride + kw // 2 - (kw - 1) // 2 : c * stride + kw // 2 - (kw - 1) // 2 + kw]
            out[:, r, c] = np.tensordot(window, kernel, axes=3)
    return out
