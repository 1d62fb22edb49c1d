"""Imports torch where there is only numpy, hidden from the reader."""
# challenge: scale-rows
# expect: error

torch = __import__("tor" + "ch")
