"""Imports the checkout and site-packages by adding their paths."""
# challenge: scale-rows
# expect: error

import sys

sys.path[:0] = ["@ROOT@", "@SITE@", "@CHALLENGE@"]
__import__("reference")
