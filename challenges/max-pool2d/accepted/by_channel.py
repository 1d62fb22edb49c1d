"""One channel of one image at a time, through a small class."""

import numpy as np


class Plane:
    def __init__(self, values, size, stride):
        self.values, self.size, self.stride = values, size, stride
        self.rows = (values.shape[0] - size) // stride + 1
        self.columns = (values.shape[1] - size) // stride + 1

    def corners(self):
        return ((r, c, r * self.stride, c * self.stride) for r in range(self.rows) for c in range(self.columns))

    def pooled(self):
        n = self.size
        cells = [self.values[y : y + n, z : z + n].max() for _, _, y, z in self.corners()]
        return np.array(cells).reshape(self.rows, self.columns)

    def gradient(self, grad):
        n, result = self.size, np.zeros(self.values.shape)
        for r, c, y, z in self.corners():
            i, j = np.unravel_index(np.argmax(self.values[y : y + n, z : z + n]), (n, n))
            result[y + i, z + j] += grad[r, c]
        return result


def _each(x, size, stride, work):
    planes = [[Plane(image[..., k], size, stride or size) for k in range(x.shape[3])] for image in x]
    return np.stack([np.stack([work(p, b, k) for k, p in enumerate(row)], axis=-1) for b, row in enumerate(planes)])


def max_pool2d(x: np.ndarray, size: int, stride: int | None = None) -> np.ndarray:
    return _each(x, size, stride, lambda plane, b, k: plane.pooled())


def max_pool2d_backward(grad, x, size, stride=None):
    return _each(x, size, stride, lambda plane, b, k: plane.gradient(grad[b, :, :, k]))
