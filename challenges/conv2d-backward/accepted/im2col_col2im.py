"""im2col for the kernel's gradient, col2im for the image's."""

import numpy as np


def _places(size, window, stride, count):
    return np.arange(count)[:, None] * stride + np.arange(window)  # (count, window)


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    batch, height, width, channels = x.shape
    kh, kw, _, filters = kernel.shape
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    down = _places(padded.shape[1], kh, stride, grad.shape[1])[:, None, :, None]  # (rows, 1, kh, 1)
    across = _places(padded.shape[2], kw, stride, grad.shape[2])[None, :, None, :]  # (1, columns, 1, kw)
    columns = padded[:, down, across]  # (B, rows, columns, kh, kw, Cin)
    flat_grad = grad.reshape(-1, filters)
    dkernel = columns.reshape(len(flat_grad), -1).T @ flat_grad
    dcolumns = (flat_grad @ kernel.reshape(-1, filters).T).reshape(columns.shape)
    dpadded = np.zeros(padded.shape)
    np.add.at(dpadded, (slice(None), down, across), dcolumns)
    return dpadded[:, padding : padding + height, padding : padding + width].copy(), dkernel.reshape(kernel.shape)
