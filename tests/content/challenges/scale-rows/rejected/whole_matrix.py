"""One norm for the whole matrix."""
# caught by: values

import numpy as np


def scale_rows(x):
    return x / np.linalg.norm(x)
