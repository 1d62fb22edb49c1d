"""Forks until the machine can fork no more."""
# challenge: scale-rows
# expect: error

import os

while True:
    os.fork()
