"""Measures first and calls backward then: what the layer remembers is the last moved input."""
# caught by: right-layers

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    g = np.random.randn(*layer.forward(x).shape)
    names = ["x", *(name for name in ("W", "b") if hasattr(layer, name))]
    measured = {}
    for name in names:
        array = x if name == "x" else getattr(layer, name)
        for index in np.ndindex(array.shape):
            old = array[index]
            array[index] = old + epsilon
            above = np.sum(layer.forward(x) * g)
            array[index] = old - epsilon
            below = np.sum(layer.forward(x) * g)
            array[index] = old
            n = (above - below) / (2 * epsilon)
            measured[name, index] = n
    claimed = {"x": layer.backward(g)}
    claimed |= {name: getattr(layer, "d" + name) for name in names[1:]}
    errors = [
        abs(claimed[name][index] - n) / max(1e-8, abs(claimed[name][index]) + abs(n))
        for (name, index), n in measured.items()
    ]
    return float(np.max(errors))
