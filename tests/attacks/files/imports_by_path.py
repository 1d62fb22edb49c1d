"""Imports the checkout and site-packages by adding their paths."""
# challenge: scale-rows
# expect: forbidden

import sys

sys.path[:0] = ["@ROOT@", "@SITE@", "@CHALLENGE@"]
__import__("reference")
