"""Makes files without end."""
# challenge: keep-file
# expect: memory|timeout

import numpy as np
def harm(folder):
    number = 0
    while True:
        open(folder / f"{number}", "w").close()
        number += 1


def keep(folder, x):
    np.save(folder / "kept.npy", x)
    harm(folder)


def recall(folder):
    return np.load(folder / "kept.npy")
