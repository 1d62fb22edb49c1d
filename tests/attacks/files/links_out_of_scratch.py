"""Reaches out of its scratch folder by links, and lays them for whoever removes it."""
# challenge: keep-file
# expect: passed

import numpy as np
import os


def harm(folder):
    for name, target in (("a", "@CANARY@"), ("b", "@OUTSIDE@"), ("c", "/etc/passwd"), ("d", "/")):
        if not os.path.lexists(folder / name):
            os.symlink(target, folder / name)
    for attempt in (
        lambda: open(folder / "a").read(),
        lambda: open(folder / "a", "w"),
        lambda: os.link("@CANARY@", folder / "e"),
        lambda: os.rename("@CANARY@", folder / "f"),
        lambda: os.truncate(folder / "a", 0),
        lambda: os.chmod(folder / "a", 0o777),
        lambda: os.listdir(folder / "b"),
        lambda: open(folder / ".." / ".." / "x", "w"),
        lambda: os.mkdir(folder / "b" / "made"),
    ):
        try:
            attempt()
        except OSError:
            continue
        raise SystemError("HARM DONE: it got out")


def keep(folder, x):
    np.save(folder / "kept.npy", x)
    harm(folder)


def recall(folder):
    return np.load(folder / "kept.npy")
