"""Assigns changed copies to the layer and gives it back its own arrays at the end; goes by flat indices."""

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    names = [name for name in ("W", "b") if getattr(layer, name, None) is not None]
    own = {name: getattr(layer, name) for name in names}
    g = np.random.standard_normal(layer.forward(x).shape)
    claimed = [layer.backward(g)] + [getattr(layer, "d" + name) for name in names]
    claimed = [np.array(value, dtype=float) for value in claimed]

    def f(arrays):
        for name, array in zip(names, arrays[1:], strict=True):
            setattr(layer, name, array)
        return (layer.forward(arrays[0]) * g).sum()

    arrays = [x, *own.values()]
    largest = [0.0]
    for k, array in enumerate(arrays):
        for j in range(array.size):
            step = (np.arange(array.size) == j).reshape(array.shape) * epsilon
            n = (f(arrays[:k] + [array + step] + arrays[k + 1 :]) - f(arrays[:k] + [array - step] + arrays[k + 1 :])) / (
                2 * epsilon
            )
            a = claimed[k].reshape(-1)[j]
            largest.append(abs(a - n) / max(1e-8, abs(a) + abs(n)))
    for name, array in own.items():
        setattr(layer, name, array)
    return np.float64(np.max(largest))
