"""Reads the reference, the judge and the cases by their paths."""
# challenge: scale-rows
# expect: passed

import numpy as np
from pathlib import Path

FOLDERS = ["@CHALLENGE@", "@ROOT@/challenges/swish", "@ROOT@/dlexam/content/challenges/swish", "@ROOT@/dlexam/grading"]
for folder in map(Path, FOLDERS):
    for name in ("reference.py", "judge.py", "cases.py", "accepted", "rejected", "referee.py", "__pycache__"):
        for attempt in (lambda: (folder / name).read_text(), lambda: list((folder / name).iterdir()), lambda: list(folder.iterdir())):
            try:
                found = attempt()
            except OSError:
                continue
            raise SystemError(f"HARM DONE: {folder / name}: {str(found)[:300]}")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
