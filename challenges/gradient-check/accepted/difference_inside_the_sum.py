"""Subtracts the two outputs before they are weighted and summed; the random generator has a fixed seed."""

import numpy as np

_rng = np.random.default_rng(2024)


def gradient_check(layer, x, epsilon=1e-5):
    g = _rng.random(layer.forward(x).shape)
    grads = {"x": layer.backward(g)}
    grads.update({key: vars(layer)["d" + key].copy() for key in ("W", "b") if key in vars(layer)})
    errors = np.concatenate(
        [
            [_error(layer, x, g, x if key == "x" else getattr(layer, key), i, grad[i], epsilon) for i in np.ndindex(grad.shape)]
            for key, grad in grads.items()
        ]
    )
    return errors.max()


def _error(layer, x, g, array, i, a, epsilon):
    kept = array[i]
    outputs = []
    for sign in (1, -1):
        array[i] = kept + sign * epsilon
        outputs.append(layer.forward(x))
    array[i] = kept
    n = np.sum((outputs[0] - outputs[1]) * g) / 2 / epsilon
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), 1e-8)
