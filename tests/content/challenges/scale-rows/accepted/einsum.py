"""Squares summed by einsum."""

import numpy as np


def scale_rows(x):
    return x / np.sqrt(np.einsum("nd,nd->n", x, x))[:, None]
