"""Remembers how many windows fit by the image's shape, and forgets that the kernel's shape matters, too."""
# caught by: call-after-call

import numpy as np

_counts = {}


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, channels, filters = kernel.shape
    if x.shape[-1] != channels:
        raise ValueError("channels differ")
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    key = (x.shape, stride, padding)
    if key not in _counts:
        _counts[key] = (padded.shape[1] - kh) // stride + 1, (padded.shape[2] - kw) // stride + 1
    rows, columns = _counts[key]
    out = np.zeros((x.shape[0], rows, columns, filters))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            out[:, r, c] = np.tensordot(window, kernel[: window.shape[1], : window.shape[2]], axes=3)
    return out
