"""Gradients of a convolution, put back slice by slice where the forward pass cut them out."""

import numpy as np


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    """grad (B, rows, columns, Cout), x (B, H, W, Cin), kernel (kh, kw, Cin, Cout) -> dx, dkernel."""
    kh, kw = kernel.shape[:2]
    height, width = x.shape[1:3]
    rows, columns = grad.shape[1:3]
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))  # (B, H + 2p, W + 2p, Cin)
    dpadded, dkernel = np.zeros_like(padded), np.zeros(kernel.shape)
    for i in range(kh):
        for j in range(kw):
            # what all windows see through the kernel's place (i, j)
            down = slice(i, i + (rows - 1) * stride + 1, stride)
            across = slice(j, j + (columns - 1) * stride + 1, stride)
            seen = padded[:, down, across]  # (B, rows, columns, Cin)
            dkernel[i, j] = np.tensordot(seen, grad, axes=([0, 1, 2], [0, 1, 2]))  # (Cin, Cout)
            dpadded[:, down, across] += grad @ kernel[i, j].T  # (..., Cout) @ (Cout, Cin)
    return dpadded[:, padding : padding + height, padding : padding + width].copy(), dkernel
