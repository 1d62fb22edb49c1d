"""Norms along the wrong axis."""
# caught by: values

import numpy as np


def scale_rows(x):
    return x / np.linalg.norm(x, axis=0, keepdims=True)
