"""Answers with an array whose strides run backwards through memory that is not its own, in search of the answer."""
# challenge: scale-rows
# expect: crashed|failed

import numpy as np


def scale_rows(x):
    return np.lib.stride_tricks.as_strided(x[-1:], x.shape, (-8 * x.shape[1], -8))
