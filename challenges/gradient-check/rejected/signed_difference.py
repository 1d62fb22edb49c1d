"""Forgets abs: gradients that are too small have negative errors."""
# caught by: parameter-entries

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    g = np.random.randn(*layer.forward(x).shape)
    dx = layer.backward(g)
    pairs = [(x, np.array(dx))]
    for name in ("W", "b"):
        if hasattr(layer, name):
            pairs.append((getattr(layer, name), np.array(getattr(layer, "d" + name))))
    errors = []
    for array, grad in pairs:
        for index in np.ndindex(array.shape):
            old = array[index]
            array[index] = old + epsilon
            above = np.sum(layer.forward(x) * g)
            array[index] = old - epsilon
            below = np.sum(layer.forward(x) * g)
            array[index] = old
            n = (above - below) / (2 * epsilon)
            a = grad[index]
            errors.append((a - n) / max(1e-8, abs(a) + abs(n)))
    return float(np.max(errors))
