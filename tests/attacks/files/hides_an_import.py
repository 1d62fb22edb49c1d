"""Imports what the numpy track doesn't have, by a name that it puts together."""
# challenge: scale-rows
# expect: forbidden

import importlib

pandas = importlib.import_module("pan" + "das")
