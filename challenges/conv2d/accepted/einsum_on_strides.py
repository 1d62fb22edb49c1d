"""as_strided lays the windows out without a copy, einsum sums them."""

import numpy as np


def conv2d(x, kernel, stride: int = 1, padding: int = 0, bias=None):
    assert x.ndim == 4 and kernel.ndim == 4
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("channel mismatch")
    batch, height, width, channels = x.shape
    kh, kw = kernel.shape[:2]
    field = np.zeros((batch, height + 2 * padding, width + 2 * padding, channels))
    field[:, padding : padding + height, padding : padding + width, :] = x
    sb, sh, sw, sc = field.strides
    shape = (batch, (field.shape[1] - kh) // stride + 1, (field.shape[2] - kw) // stride + 1, kh, kw, channels)
    windows = np.lib.stride_tricks.as_strided(field, shape, (sb, sh * stride, sw * stride, sh, sw, sc), writeable=False)
    out = np.einsum("brcijk,ijko->brco", windows, kernel, optimize=True)
    return out if bias is None else out + bias
