"""One long table for each width: every call hands out a slice of it."""
# caught by: tables-of-their-own

from __future__ import annotations

from functools import lru_cache

import torch
from torch import nn


def positional_encoding(length: int, d_model: int) -> torch.Tensor:
    return longest(max(length, 512), d_model)[:length]


@lru_cache
def longest(length: int, d_model: int) -> torch.Tensor:
    """Column 2i is sin(pos / 10000^(2i/d_model)), column 2i + 1 the cosine of the same angle."""
    position = torch.arange(length, dtype=torch.float64)[:, None]  # (length, 1); float64: angles go up to length
    exponent = torch.arange(0, d_model, 2, dtype=torch.float64) / d_model  # (ceil(d_model / 2),)
    angle = position / 10000**exponent  # (length, ceil(d_model / 2))

    table = torch.empty(length, d_model)  # float32
    table[:, 0::2] = angle.sin()
    table[:, 1::2] = angle[:, : d_model // 2].cos()  # an odd d_model has one cosine less
    return table


class PositionalEncoding(nn.Module):
    """x + the encoding of positions 0 to T - 1; the same for each sequence of the batch."""

    def __init__(self, d_model: int, max_len: int = 512) -> None:
        super().__init__()
        # A buffer moves with the module and is not trained; not persistent, as it can be computed again.
        self.register_buffer("table", positional_encoding(max_len, d_model), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        length, longest = x.shape[1], self.table.shape[0]
        if length > longest:
            raise ValueError(f"a sequence of {length} positions, where {longest} are the most")
        return x + self.table[:length].to(x)  # (B, T, d_model) + (T, d_model)
