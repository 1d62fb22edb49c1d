"""Reads dW and db before backward has set them."""
# caught by: right-layers

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    g = np.random.randn(*layer.forward(x).shape)
    pairs = [(x, None)]
    for name in ("W", "b"):
        if hasattr(layer, name):
            pairs.append((getattr(layer, name), np.array(getattr(layer, "d" + name))))
    pairs[0] = (x, np.array(layer.backward(g)))
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
            errors.append(abs(a - n) / max(1e-8, abs(a) + abs(n)))
    return float(np.max(errors))
