"""Compares whole arrays by their norms: a small wrong entry drowns among large ones."""
# caught by: input-entries

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
        numbers = np.zeros(array.shape)
        for index in np.ndindex(array.shape):
            old = array[index]
            array[index] = old + epsilon
            above = np.sum(layer.forward(x) * g)
            array[index] = old - epsilon
            below = np.sum(layer.forward(x) * g)
            array[index] = old
            n = (above - below) / (2 * epsilon)
            a = grad[index]
            numbers[index] = n
        a, n = np.linalg.norm(grad), np.linalg.norm(numbers)
        errors.append(np.linalg.norm(grad - numbers) / max(1e-8, a + n))
    return float(np.max(errors))
