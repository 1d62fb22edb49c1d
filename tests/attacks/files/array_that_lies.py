"""Answers with an array subclass that equals everything and lies about its bytes."""
# challenge: scale-rows
# expect: failed

import numpy as np


class Liar(np.ndarray):
    def __eq__(self, other):
        return True

    def __array__(self, *_, **__):
        return np.zeros((3, 7))

    def tobytes(self, order="C"):
        return b""

    @property
    def shape(self):
        return (3, 7)

    @property
    def size(self):
        return 0


def scale_rows(x):
    return np.zeros((2, 2)).view(Liar)
