"""A numerical check of a layer's backward pass, entry by entry, by central differences."""

import numpy as np


def gradient_check(layer, x, epsilon=1e-5):
    """The largest relative error of the gradients of sum(layer.forward(x) * g), g random; NaN if one is NaN."""
    g = np.random.default_rng().standard_normal(layer.forward(x).shape)
    points = {"x": x} | {name: getattr(layer, name) for name in ("W", "b") if hasattr(layer, name)}

    def value(name, point):
        """The number that is differentiated, with `point` in place of x, W or b."""
        if name == "x":
            return np.sum(layer.forward(point) * g)
        kept = getattr(layer, name)
        setattr(layer, name, point)
        result = np.sum(layer.forward(x) * g)
        setattr(layer, name, kept)
        return result

    layer.forward(x)  # backward is for the latest forward
    analytic = {"x": layer.backward(g)}
    analytic |= {name: getattr(layer, "d" + name) for name in points if name != "x"}
    errors = [
        relative_error(analytic[name][index], slope(lambda p, n=name: value(n, p), point, index, epsilon))
        for name, point in points.items()
        for index in np.ndindex(point.shape)
    ]
    return float(np.max(errors))  # NaN if any is: np.max lets none get lost


def slope(function, point, index, epsilon):
    """The central difference of `function` along one entry of `point`, which stays as it is."""
    above, below = point.copy(), point.copy()
    above[index] += epsilon
    below[index] -= epsilon
    return (function(above) - function(below)) / (2 * epsilon)


def relative_error(a, n):
    return abs(a - n) / max(1e-8, abs(a) + abs(n))
