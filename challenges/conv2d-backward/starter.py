"""The backward pass of a two-dimensional convolution, in numpy."""

import numpy as np


def conv2d_backward(
    grad: np.ndarray, x: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """grad (B, rows, columns, Cout) -> dx, of x's shape (B, H, W, Cin), and dkernel, of kernel's (kh, kw, Cin, Cout)."""
    raise NotImplementedError("conv2d_backward is still to be written")
