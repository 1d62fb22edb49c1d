"""Warns a hundred thousand times."""
# challenge: scale-rows
# expect: passed

import numpy as np
import warnings

warnings.simplefilter("always")
for number in range(20000):
    warnings.warn(f"warning {number}", stacklevel=1)


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
