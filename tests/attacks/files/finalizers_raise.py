"""Leaves objects whose end raises, exits and speaks."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os


class Dying:
    def __del__(self):
        os.write(2, b"dying words")
        raise SystemExit(3)


def scatter():
    for _ in range(100):
        Dying()


scatter()


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
