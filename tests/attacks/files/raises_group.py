"""Raises an exception that is its own cause, with a traceback of a thousand frames."""
# challenge: scale-rows
# expect: error

def deep(left):
    if left:
        return deep(left - 1)
    error = ValueError("x" * 10**7)
    error.__cause__ = error
    raise error


def scale_rows(x):
    deep(900)
