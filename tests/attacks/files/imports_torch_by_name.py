"""Imports torch where there is only numpy, hidden from the reader."""
# challenge: scale-rows
# expect: forbidden

torch = __import__("tor" + "ch")
