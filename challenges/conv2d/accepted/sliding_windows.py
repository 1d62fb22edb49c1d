"""numpy's sliding windows and one tensordot."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, stride=1, padding=0):
    if x.shape[-1] != kernel.shape[2]:
        raise ValueError("x and kernel differ in their channels")
    p = padding
    padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
    windows = sliding_window_view(padded, kernel.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2]))  # windows: (B, rows, columns, Cin, kh, kw)
