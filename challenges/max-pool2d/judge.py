"""Ties have several right answers: in each window one of the largest values has the whole gradient, the rest has 0."""

import numpy as np

from dlexam.grading.judging import Mismatch, judge


@judge("ties")
def ties(observed, expected, trial):
    for seen, right in zip(observed, expected, strict=True):
        dx, x, grad = (np.asarray(array) for array in (seen["dx"], right["x"], right["grad"]))
        if dx.shape != x.shape:
            raise Mismatch("dx does not have the shape of x")
        size = x.shape[1] // grad.shape[1]
        rows, columns = grad.shape[1] * size, grad.shape[2] * size
        if np.any(dx[:, rows:]) or np.any(dx[:, :, columns:]):
            raise Mismatch("a place that no window reaches has a gradient")
        window(dx[:, :rows, :columns], x[:, :rows, :columns], grad, size)


def window(dx, x, grad, size):
    """Mismatch unless each window's gradient stands, whole, at one of its largest values."""
    of_dx, of_x = (by_window(array, size) for array in (dx, x))  # (B, rows, columns, C, size * size)
    if np.any(np.count_nonzero(of_dx, axis=-1) != 1):
        raise Mismatch("in a window with equal values not exactly one place has a gradient")
    if np.any((of_dx != 0) & (of_x != of_x.max(axis=-1, keepdims=True))):
        raise Mismatch("a place that is not the largest of its window has a gradient")
    if np.any(np.abs(of_dx.sum(axis=-1) - grad) > 1e-9):
        raise Mismatch("in a window with equal values the one place does not have the window's whole gradient")


def by_window(array, size):
    batch, height, width, channels = array.shape
    parts = array.reshape(batch, height // size, size, width // size, size, channels)
    return parts.transpose(0, 1, 3, 5, 2, 4).reshape(batch, height // size, width // size, channels, size * size)
