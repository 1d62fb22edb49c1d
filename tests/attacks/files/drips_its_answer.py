"""Sends its answer a byte at a time, never late by itself, never done."""
# challenge: scale-rows
# expect: timeout

import numpy as np
import os
import time

_write = os.write


def drip(descriptor, data):
    time.sleep(0.5)
    return _write(descriptor, bytes(data[:1]))


os.write = drip


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
