"""Puts its own functions in place of the cases."""
# challenge: scale-rows
# expect: failed

import sys

import numpy as np

cases = sys.modules["cases"]
for name, value in list(vars(cases).items()):
    if type(value).__name__ == "Case":
        try:
            value.run = lambda submission, draw: True
        except AttributeError:
            pass
sys.modules["dlexam.grading.cell.process"]._run_case = lambda pipe, case, submission, order, scratch: [
    pipe.send({"passed": True}) for _ in order["trials"]
]


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
