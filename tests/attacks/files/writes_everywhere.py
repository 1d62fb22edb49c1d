"""Writes a little text to every descriptor there is."""
# challenge: scale-rows
# expect: failed

import numpy as np
import os


def answer(data):
    """To whichever descriptor takes it: the answers' pipe is one of them."""
    for descriptor in range(3, 4096):
        try:
            os.write(descriptor, data)
        except OSError:
            continue


answer(b"passed passed passed passed\n")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
