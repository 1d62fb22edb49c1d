"""Each call spawns a generator of its own from the one given; spread from np.var."""

import numpy as np


def zeros(fan_in, fan_out):
    return 0.0 * np.ones((fan_in, fan_out))


def normal(fan_in, fan_out, std, rng):
    (child,) = rng.spawn(1)
    return child.normal(loc=0.0, scale=std, size=(fan_in, fan_out))


def xavier_normal(fan_in, fan_out, rng):
    w = rng.standard_normal((fan_in, fan_out))
    w *= (2 / (fan_in + fan_out)) ** 0.5
    return w


def he_normal(fan_in, fan_out, rng):
    w = np.empty((fan_in, fan_out))
    rng.standard_normal(out=w)
    return np.divide(w, np.sqrt(fan_in / 2), out=w)


def activation_stds(weights, x, activation):
    stds, h = [], np.array(x)
    for i in range(len(weights)):
        h = np.asarray(activation(h @ np.ascontiguousarray(weights[i])))
        stds += [np.var(h) ** 0.5]
    return tuple(stds)
