"""Divides by the square of the norm."""
# caught by: values


def scale_rows(x):
    return x / (x**2).sum(axis=1, keepdims=True)
