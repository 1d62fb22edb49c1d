"""Raises an exception whose text ends the process."""
# challenge: scale-rows
# expect: crashed

import os


class Last(Exception):
    def __str__(self):
        os._exit(0)


raise Last
