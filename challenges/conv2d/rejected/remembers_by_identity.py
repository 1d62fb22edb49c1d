"""A result is remembered by the arrays' identity, and given again when their numbers have changed."""
# caught by: call-after-call

import numpy as np

_known = {}


def conv2d(x, kernel, stride=1, padding=0):
    kh, kw, channels, filters = kernel.shape
    if x.shape[-1] != channels:
        raise ValueError("channels differ")
    key = (id(x), id(kernel), stride, padding)
    if key in _known and _known[key][0] is x:
        return _known[key][1].copy()
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    rows = (padded.shape[1] - kh) // stride + 1
    columns = (padded.shape[2] - kw) // stride + 1
    out = np.zeros((x.shape[0], rows, columns, filters))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride : r * stride + kh, c * stride : c * stride + kw]
            out[:, r, c] = np.tensordot(window, kernel, axes=3)
    _known[key] = (x, out.copy())
    return out
