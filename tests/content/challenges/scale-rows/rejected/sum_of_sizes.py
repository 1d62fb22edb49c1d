"""The sum of the sizes for the norm."""
# caught by: values

import numpy as np


def scale_rows(x):
    return x / np.abs(x).sum(axis=1, keepdims=True)
