"""Leaves folders so deep, and so closed, that they are hard to remove."""
# challenge: keep-file
# expect: passed

import numpy as np
import os


def harm(folder):
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(60):
        os.mkdir("n" * 8)
        os.chdir("n" * 8)
    os.mkdir("locked", 0o300)
    open("locked/file", "w").close()
    os.mkdir("locked/more", 0o000)
    os.chdir(here)


def keep(folder, x):
    np.save(folder / "kept.npy", x)
    harm(folder)


def recall(folder):
    return np.load(folder / "kept.npy")
