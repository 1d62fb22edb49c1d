"""Has the kit draw zeros and send zeros."""
# challenge: scale-rows
# expect: failed

import sys

import numpy as np

draw = sys.modules["dlexam.grading.kit.draw"]
wire = sys.modules["dlexam.grading.wire"]
draw.Draw.normal = lambda self, *shape, **_: np.zeros(shape)
encode = wire.encode
wire.encode = lambda tree: encode(np.zeros((3, 7)))


def scale_rows(x):
    return x
