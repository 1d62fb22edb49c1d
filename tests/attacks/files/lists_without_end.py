"""Answers with a list that holds itself."""
# challenge: scale-rows
# expect: failed

def scale_rows(x):
    knot = []
    knot.append(knot)
    return knot
