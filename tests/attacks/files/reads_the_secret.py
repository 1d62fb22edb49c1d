"""Reads a file of the learner's and shows it as an error message."""
# challenge: scale-rows
# expect: error

raise ValueError(open("@SECRET@").read())
