"""Recurses in C until the stack runs into its guard page."""
# challenge: scale-rows
# expect: crashed

import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


class Loop:
    def __repr__(self):
        return repr(self)


def scale_rows(x):
    return repr(Loop())
