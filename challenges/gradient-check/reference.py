"""A numerical check of a layer's backward pass, entry by entry, by central differences."""

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    """The largest relative error of the gradients of sum(layer.forward(x) * g), g random; NaN if one is NaN."""
    g = np.random.default_rng().standard_normal(layer.forward(x).shape)
    dx = layer.backward(g)  # of the forward pass just made, with nothing moved
    names = [name for name in ("W", "b") if hasattr(layer, name)]
    pairs = [(x, dx), *((getattr(layer, name), getattr(layer, "d" + name)) for name in names)]
    errors = [
        relative_error(grad[index], slope(lambda: (layer.forward(x) * g).sum(), array, index, epsilon))
        for array, grad in pairs
        for index in np.ndindex(array.shape)
    ]
    return float(np.max(errors))  # NaN if any is: np.max lets none get lost


def slope(f, array, index, epsilon):
    """The central difference of f() along one entry of an array that f reads; the entry is put back afterwards."""
    kept = array[index]
    array[index] = kept + epsilon  # by index, never through ravel(): views are written to as well
    above = f()
    array[index] = kept - epsilon
    below = f()
    array[index] = kept
    return (above - below) / (2 * epsilon)


def relative_error(a, n):
    return abs(a - n) / max(1e-8, abs(a) + abs(n))
