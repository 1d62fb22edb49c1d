"""Recurses without end."""
# challenge: scale-rows
# expect: error

def scale_rows(x):
    return scale_rows(x)
