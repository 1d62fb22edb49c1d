"""Puts liars in place of modules."""
# challenge: scale-rows
# expect: error

import sys


class Liar:
    def __getattr__(self, name):
        raise SystemExit(0)


for name in list(sys.modules):
    sys.modules[name] = Liar()
import os  # noqa: E402
os.write
