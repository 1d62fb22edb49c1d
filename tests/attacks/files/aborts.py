"""Aborts, to leave a core file behind."""
# challenge: scale-rows
# expect: crashed

import os

os.abort()
