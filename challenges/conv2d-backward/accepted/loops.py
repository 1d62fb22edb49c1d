"""The forward pass's loops, with two sums in the innermost line."""

import numpy as np


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    height, width = x.shape[1:3]
    kh, kw = kernel.shape[:2]
    dx, dkernel = np.zeros(x.shape), np.zeros(kernel.shape)
    for b, r, c in np.ndindex(*grad.shape[:3]):
        for i in range(kh):
            for j in range(kw):
                y, z = r * stride + i - padding, c * stride + j - padding
                if 0 <= y < height and 0 <= z < width:
                    for o in range(grad.shape[3]):
                        dx[b, y, z] += grad[b, r, c, o] * kernel[i, j, :, o]
                        dkernel[i, j, :, o] += grad[b, r, c, o] * x[b, y, z]
    return dx, dkernel
