"""Reads address 0."""
# challenge: scale-rows
# expect: crashed

import ctypes


def scale_rows(x):
    return ctypes.string_at(0)
