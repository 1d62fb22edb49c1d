"""Convolution as a sum over the kernel's places (Dumoulin & Visin 2016 for the arithmetic of shapes)."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    """x (B, H, W, Cin), kernel (kh, kw, Cin, Cout) -> (B, rows, columns, Cout); the kernel is not flipped."""
    kh, kw, channels, filters = kernel.shape
    if x.shape[-1] != channels:
        raise ValueError(f"the image has {x.shape[-1]} channels, the kernel is for {channels}")
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))  # (B, H + 2p, W + 2p, Cin)
    rows = (padded.shape[1] - kh) // stride + 1
    columns = (padded.shape[2] - kw) // stride + 1
    out = np.zeros((x.shape[0], rows, columns, filters))
    for i in range(kh):
        for j in range(kw):
            # what every window sees through the kernel's place (i, j): (B, rows, columns, Cin)
            seen = padded[:, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride]
            out += seen @ kernel[i, j]  # (..., Cin) @ (Cin, Cout)
    return out
