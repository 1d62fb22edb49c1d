"""Six loops, number by number."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    batch, height, width, channels = x.shape
    kh, kw, wanted, filters = kernel.shape
    if channels != wanted:
        raise ValueError("channels differ")
    rows = (height + 2 * padding - kh) // stride + 1
    columns = (width + 2 * padding - kw) // stride + 1
    out = np.zeros((batch, rows, columns, filters))
    for b in range(batch):
        for r in range(rows):
            for c in range(columns):
                for i in range(kh):
                    for j in range(kw):
                        y, z = r * stride + i - padding, c * stride + j - padding
                        if 0 <= y < height and 0 <= z < width:
                            for o in range(filters):
                                out[b, r, c, o] += float(np.dot(x[b, y, z], kernel[i, j, :, o]))
    return out
