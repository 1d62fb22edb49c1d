"""Prints 64 MiB to standard output and to standard error."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os
import sys

for _ in range(32):
    os.write(1, b"x" * (1 << 20))
    os.write(2, b"y" * (1 << 20))
print("z" * (1 << 16), file=sys.stderr)


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
