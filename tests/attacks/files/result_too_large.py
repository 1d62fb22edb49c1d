"""Answers with 100 MiB of numbers."""
# challenge: scale-rows
# expect: failed

import numpy as np


def scale_rows(x):
    return np.zeros((100 << 20,), np.uint8)
