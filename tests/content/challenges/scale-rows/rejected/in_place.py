"""Writes into its argument."""
# caught by: input-unmodified

import numpy as np


def scale_rows(x):
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x
