"""dkernel is that of the last window only."""
# caught by: one-channel

import numpy as np


def conv2d_backward(grad, x, kernel, stride=1, padding=0):
    kh, kw = kernel.shape[:2]
    height, width = x.shape[1:3]
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    dpadded, dkernel = np.zeros(padded.shape), np.zeros(kernel.shape)
    for r in range(grad.shape[1]):
        for c in range(grad.shape[2]):
            place = (slice(None), slice(r * stride, r * stride + kh), slice(c * stride, c * stride + kw))
            dkernel = np.einsum("bijk,bo->ijko", padded[place], grad[:, r, c])
            dpadded[place] += np.einsum("bo,ijko->bijk", grad[:, r, c], kernel)
    dx = dpadded[:, padding : padding + height, padding : padding + width]
    return dx, dkernel
