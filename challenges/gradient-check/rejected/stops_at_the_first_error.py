"""Returns the first error above 1e-2, not the largest."""
# caught by: the-number

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    rng = np.random.default_rng()
    out = layer.forward(x)
    g = rng.standard_normal(out.shape)
    dx = layer.backward(g)
    pairs = [(x, np.array(dx))]
    for name in ("W", "b"):
        if hasattr(layer, name):
            pairs.append((getattr(layer, name), np.array(getattr(layer, "d" + name))))
    worst = 0.0
    for array, claimed in pairs:
        for index in np.ndindex(array.shape):
            old = array[index]
            array[index] = old + epsilon
            up = np.sum(layer.forward(x) * g)
            array[index] = old - epsilon
            down = np.sum(layer.forward(x) * g)
            array[index] = old
            n = (up - down) / (2 * epsilon)
            a = claimed[index]
            error = abs(a - n) / max(1e-8, abs(a) + abs(n))
            if error > worst or np.isnan(error):
                worst = error if not np.isnan(worst) else worst
            if worst > 1e-2:
                return float(worst)
    return float(worst)
