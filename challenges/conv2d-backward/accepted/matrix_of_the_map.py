"""A convolution is linear in each argument: probe it with unit vectors, and multiply by the matrix's transpose."""

import numpy as np


def _forward(x, kernel, stride, padding):
    padded = np.pad(x, ((0, 0), (padding,) * 2, (padding,) * 2, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2]))


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    dkernel = np.empty(kernel.shape)
    for place in np.ndindex(*kernel.shape[:3]):
        unit = np.zeros((*kernel.shape[:3], 1))
        unit[place] = 1.0
        dkernel[place] = np.tensordot(_forward(x, unit, stride, padding)[..., 0], grad, axes=3)
    dx = np.empty(x.shape)
    for place in np.ndindex(*x.shape[1:]):
        unit = np.zeros((1, *x.shape[1:]))
        unit[(0, *place)] = 1.0
        dx[(slice(None), *place)] = np.tensordot(grad, _forward(unit, kernel, stride, padding)[0], axes=3)
    return dx, dkernel
