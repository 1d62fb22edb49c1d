"""A small automatic differentiation engine over numpy."""

from __future__ import annotations

import numpy as np


class Tensor:
    """An array, its gradient, and a memory of where it came from."""

    def __init__(self, data, requires_grad: bool = False) -> None:
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad: np.ndarray | None = None

    # Still to be written: + - * / and unary minus (with numbers on either side), ** and @,
    # sum, mean, reshape, T (a property), relu, exp, log, tanh

    def __add__(self, other: Tensor | float) -> Tensor:
        raise NotImplementedError("Tensor.__add__ is still to be written")

    def backward(self, grad: np.ndarray | None = None) -> None:
        raise NotImplementedError("Tensor.backward is still to be written")
