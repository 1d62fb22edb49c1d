"""Answers with an array whose strides reach gigabytes beyond its memory."""
# challenge: scale-rows
# expect: crashed|failed

import numpy as np


def scale_rows(x):
    return np.lib.stride_tricks.as_strided(np.ones(1), (3, 7), (1 << 33, 1 << 30))
