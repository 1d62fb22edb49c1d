"""Answers with an object whose unpickling would run a command in the judge."""
# challenge: scale-rows
# expect: failed

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/unpickled",)


def scale_rows(x):
    return Bomb()
