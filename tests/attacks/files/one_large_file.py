"""Writes one file without end."""
# challenge: keep-file
# expect: error

import numpy as np
def harm(folder):
    with open(folder / "large", "wb") as file:
        while True:
            file.write(bytes(1 << 20))


def keep(folder, x):
    np.save(folder / "kept.npy", x)
    harm(folder)


def recall(folder):
    return np.load(folder / "kept.npy")
