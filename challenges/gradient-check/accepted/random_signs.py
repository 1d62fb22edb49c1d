"""g holds random signs only."""

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    rng = np.random.default_rng()
    out = layer.forward(x)
    g = rng.choice([-1.0, 1.0], size=out.shape)
    grads = {"x": np.copy(layer.backward(g))}
    arrays = {"x": x}
    for name in ["W", "b"]:
        if hasattr(layer, name):
            arrays[name] = getattr(layer, name)
            grads[name] = np.copy(getattr(layer, "d" + name))

    worst = 0.0
    for name, array in arrays.items():
        flat, claimed = array.flat, grads[name].flat
        for i in range(array.size):
            flat[i] += epsilon
            plus = (layer.forward(x) * g).sum()
            flat[i] -= 2 * epsilon
            minus = (layer.forward(x) * g).sum()
            flat[i] += epsilon
            numeric = (plus - minus) / (2 * epsilon)
            error = abs(claimed[i] - numeric) / max(1e-8, abs(claimed[i]) + abs(numeric))
            if np.isnan(error):
                return 2.0
            worst = max(worst, error)
    return worst
