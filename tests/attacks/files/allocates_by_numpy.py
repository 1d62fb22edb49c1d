"""Asks numpy for 50 GiB."""
# challenge: scale-rows
# expect: memory

import numpy as np


def scale_rows(x):
    return np.ones((50 << 30,), np.uint8)
