"""Weight initialisation, and a probe of what it does to signals. Weights have the shape (fan_in, fan_out)."""

import numpy as np


def zeros(fan_in, fan_out):
    raise NotImplementedError("zeros is still to be written")


def normal(fan_in, fan_out, std, rng):
    raise NotImplementedError("normal is still to be written")


def xavier_normal(fan_in, fan_out, rng):
    raise NotImplementedError("xavier_normal is still to be written")


def he_normal(fan_in, fan_out, rng):
    raise NotImplementedError("he_normal is still to be written")


def activation_stds(weights, x, activation):
    raise NotImplementedError("activation_stds is still to be written")
