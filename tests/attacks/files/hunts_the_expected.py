"""Walks all objects, modules and frames for the reference and what it gave."""
# challenge: cube
# expect: passed

import gc
import sys

from torch import nn

for name in list(sys.modules):
    if name.startswith("dlexam_content") or name.rpartition(".")[2] in ("bench", "referee", "judging", "compare", "engine"):
        raise SystemError(f"HARM DONE: {name} is in memory")
for thing in gc.get_objects():
    kind = type(thing).__name__
    if kind in ("Expectation", "Bench", "Rule", "FileResult", "Lane", "Order"):
        raise SystemError(f"HARM DONE: a {kind} is in memory")
    if callable(thing) and "reference" in str(getattr(getattr(thing, "__code__", None), "co_filename", "")):
        raise SystemError("HARM DONE: the reference is in memory")
frame = sys._getframe()
while frame is not None:
    if {"expected", "wanted", "reference"} & set(frame.f_locals):
        raise SystemError(f"HARM DONE: {frame.f_code.co_name}")
    frame = frame.f_back


class Cube(nn.Module):
    def forward(self, x):
        return x * x * x
