"""Swish activation: x * sigmoid(x) as a module."""

import torch
from torch import nn


class Swish(nn.Module):
    """x * sigmoid(x) for each element; the result has x's shape, dtype and device."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("Swish.forward is still to be written: return x * sigmoid(x)")
