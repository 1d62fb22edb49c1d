"""Asks the interpreter to end, at import."""
# challenge: scale-rows
# expect: error

import sys

sys.exit(0)
