"""Fills its scratch folder, file by file."""
# challenge: keep-file
# expect: memory|timeout

import numpy as np
import time


def harm(folder):
    block, number = bytes(1 << 20), 0
    while True:
        with open(folder / f"{number}", "wb") as file:
            for _ in range(15):
                file.write(block)
        number += 1
        time.sleep(0.001)


def keep(folder, x):
    np.save(folder / "kept.npy", x)
    harm(folder)


def recall(folder):
    return np.load(folder / "kept.npy")
