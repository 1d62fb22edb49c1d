"""Numerical gradients as whole arrays first, one formula for all errors afterwards."""

import numpy as np


def numerical_gradient(f, array, epsilon):
    result = np.zeros(array.shape)
    with np.nditer(array, flags=["multi_index"], op_flags=[["readonly"]]) as entries:
        for _ in entries:
            index = entries.multi_index
            kept = array[index].copy()
            array[index] = kept + epsilon
            result[index] = f()
            array[index] = kept - epsilon
            result[index] -= f()
            array[index] = kept
    return result / (2 * epsilon)


def gradient_check(layer, x, epsilon=1e-5):
    g = np.random.normal(size=np.shape(layer.forward(x)))
    analytic = [layer.backward(g)]
    arrays = [x]
    for name in filter(lambda name: hasattr(layer, name), "Wb"):
        arrays.append(getattr(layer, name))
        analytic.append(getattr(layer, f"d{name}").copy())
    numeric = [numerical_gradient(lambda: np.vdot(layer.forward(x), g), array, epsilon) for array in arrays]
    a = np.concatenate([np.ravel(part) for part in analytic])
    n = np.concatenate([np.ravel(part) for part in numeric])
    return np.max(np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n)))
