"""Nothing is written to: moved copies are assigned and taken away again; g of either sign."""

import numpy as np
def gradient_check(layer, x, epsilon=1e-5):
    x = np.array(x, dtype=float)
    y = layer.forward(x)
    g = np.random.uniform(0.5, 1.5, size=np.shape(y)) * np.random.choice([-1, 1], size=np.shape(y))
    claimed = {"x": np.copy(layer.backward(g))}
    claimed.update({n: np.copy(getattr(layer, "d" + n)) for n in "Wb" if hasattr(layer, n)})
    f = lambda x: (layer.forward(x) * g).sum()
    def slope(h):
        return (h(epsilon) - h(-epsilon)) / (2 * epsilon)
    errors = [np.float64(0)]
    for name, a in claimed.items():
        origin = x if name == "x" else getattr(layer, name)
        numeric = np.zeros(origin.shape)
        for i in range(origin.size):
            def moved(step):
                z = np.array(origin, copy=True, order='C'); z.reshape(-1)[i] += step
                if name == "x": return f(z)
                setattr(layer, name, z)
                try: return f(x)
                finally: setattr(layer, name, origin)
            numeric.reshape(-1)[i] = slope(moved)
        errors.append(np.max(np.abs(a - numeric) / np.maximum(1e-8, np.abs(a) + np.abs(numeric)), initial=0))
    return np.max(errors)
