"""Scales its input in place and hands it out, wrong for whoever looks at the input."""
# challenge: scale-rows
# expect: failed

import numpy as np


def scale_rows(x):
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x
