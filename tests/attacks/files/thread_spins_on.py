"""Leaves a thread behind that burns the processor after the answer is given."""
# challenge: scale-rows
# expect: passed

import numpy as np
import threading
import time


def spin():
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass


threading.Thread(target=spin, daemon=True).start()


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
