"""Raises an exception whose text raises, whose name is odd, and which breaks what shows it."""
# challenge: scale-rows
# expect: error

class Odd(str):
    def __format__(self, spec):
        raise KeyboardInterrupt

    def __getitem__(self, place):
        raise SystemExit


class Broken(Exception):
    def __str__(self):
        return Odd("\ud800")


def scale_rows(x):
    raise Broken
