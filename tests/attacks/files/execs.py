"""Becomes another program, which has no limits in Python."""
# challenge: scale-rows
# expect: error

import os

os.execv("/bin/sh", ["sh", "-c", "sleep 1000"])
