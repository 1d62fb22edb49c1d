"""The textbook's way: grad spread out by the stride, a full correlation with the flipped kernel."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _correlate(x, kernel):
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))  # (B, rows, columns, C, kh, kw)
    return np.einsum("brckij,ijko->brco", windows, kernel)


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    batch, height, width, _ = x.shape
    kh, kw = kernel.shape[:2]
    tall, wide = height + 2 * padding - kh + 1, width + 2 * padding - kw + 1  # of the result at stride 1
    spread = np.zeros((batch, tall, wide, grad.shape[3]))
    spread[:, ::stride, ::stride] = grad
    ring = np.pad(spread, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    dpadded = _correlate(ring, kernel[::-1, ::-1].swapaxes(2, 3))
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    windows = sliding_window_view(padded, (tall, wide), axis=(1, 2))  # (B, kh, kw, Cin, tall, wide)
    dkernel = np.einsum("bijkrc,brco->ijko", windows, spread)
    return [dpadded[:, padding : padding + height, padding : padding + width], dkernel]
