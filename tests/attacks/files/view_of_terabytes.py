"""Answers with an array of one number whose strides of 0 make it terabytes."""
# challenge: scale-rows
# expect: failed

import numpy as np


def scale_rows(x):
    return np.lib.stride_tricks.as_strided(np.ones(1), (1 << 20, 1 << 20), (0, 0))
