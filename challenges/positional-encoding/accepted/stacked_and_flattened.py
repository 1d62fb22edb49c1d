"""Sine and cosine stacked along a new last axis and flattened, then cut to width."""

import torch
from torch import nn


def positional_encoding(length, d_model):
    i = torch.arange((d_model + 1) // 2)
    angle = torch.outer(torch.arange(length).double(), 10000.0 ** (-2 * i.double() / d_model))
    pairs = torch.stack((torch.sin(angle), torch.cos(angle)), dim=-1)
    return pairs.flatten(1)[:, :d_model].to(torch.float32)


class TooLong(ValueError):
    """A sequence longer than the table."""


class PositionalEncoding(nn.Module):
    def __init__(self, d_model: int, max_len: int = 512) -> None:
        super().__init__()
        self.register_buffer("table", positional_encoding(max_len, d_model), persistent=False)

    def encoding_for(self, x):
        length = x.shape[-2]
        if length > len(self.table):
            raise TooLong(f"{length} positions")
        return self.table.narrow(0, 0, length).type_as(x)

    def forward(self, x):
        return x.add(self.encoding_for(x))
