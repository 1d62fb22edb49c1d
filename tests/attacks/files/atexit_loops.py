"""Registers exit handlers and finalizers that never come back."""
# challenge: scale-rows
# expect: passed

import numpy as np
import atexit
import weakref


def forever():
    while True:
        pass


class Clinging:
    pass


CLINGING = Clinging()
weakref.finalize(CLINGING, forever)
atexit.register(forever)


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
