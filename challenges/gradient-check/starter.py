"""A numerical check of a layer's backward pass."""

import numpy as np


def gradient_check(layer, x: np.ndarray, epsilon: float = 1e-5) -> float:
    """The largest relative error between the layer's gradients and central differences."""
    raise NotImplementedError("gradient_check is still to be written")
