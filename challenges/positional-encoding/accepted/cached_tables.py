"""A table for each width in a cache of the module, extended when needed."""

import functools
import math

import torch
from torch import nn


@functools.lru_cache(maxsize=None)
def _rates(d_model):
    return tuple(math.exp(-math.log(10000.0) * 2 * i / d_model) for i in range((d_model + 1) // 2))


def positional_encoding(length, d_model):
    angles = torch.arange(length, dtype=torch.float64).view(-1, 1) * torch.tensor(_rates(d_model), dtype=torch.float64)
    table = torch.zeros(length, d_model, dtype=torch.float64)
    for i in range(angles.shape[1]):
        table[:, 2 * i] = torch.sin(angles[:, i])
        if 2 * i + 1 < d_model:
            table[:, 2 * i + 1] = torch.cos(angles[:, i])
    return table.float()


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=512, *args, **kwargs):
        super().__init__()
        self.d_model = d_model
        self.max_len = max_len
        self._tables = {}

    def forward(self, x, offset=0):
        if x.ndim != 3 or x.size(1) + offset > self.max_len:
            raise ValueError(f"expected (B, T <= {self.max_len}, {self.d_model})")
        key = (x.device, x.dtype)
        if key not in self._tables:
            self._tables[key] = positional_encoding(self.max_len, self.d_model).to(x)
        return x + self._tables[key][offset : offset + x.size(1)]
