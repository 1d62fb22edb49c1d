"""Leaves without a word, with the status of success."""
# challenge: scale-rows
# expect: crashed

import os

os._exit(0)
