"""Loses the signs."""
# caught by: values

import numpy as np


def scale_rows(x):
    return np.abs(x) / np.linalg.norm(x, axis=1, keepdims=True)
