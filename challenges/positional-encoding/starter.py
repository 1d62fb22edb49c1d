"""Sinusoidal positions: a table of sines and cosines, and the module that adds it."""

from __future__ import annotations

import torch
from torch import nn


def positional_encoding(length: int, d_model: int) -> torch.Tensor:
    """float32 (length, d_model): sines in the even columns, cosines in the odd ones."""
    raise NotImplementedError("positional_encoding is still to be written")


class PositionalEncoding(nn.Module):
    """Adds the encoding of positions 0, 1, 2, ... to x, (B, T, d_model)."""

    def __init__(self, d_model: int, max_len: int = 512) -> None:
        super().__init__()
        raise NotImplementedError("PositionalEncoding.__init__ is still to be written")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("PositionalEncoding.forward is still to be written")
