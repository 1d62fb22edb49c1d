"""Asks the interpreter to end, as if all were well."""
# challenge: scale-rows
# expect: error

def scale_rows(x):
    raise SystemExit(0)
