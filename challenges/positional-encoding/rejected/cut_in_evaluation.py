"""Cuts the table in evaluation mode, to save memory: a longer sequence no longer fits."""
# caught by: call-after-call

import torch
from torch import nn


def positional_encoding(length, d_model):
    position = torch.arange(length, dtype=torch.float64)[:, None]
    exponent = torch.arange(0, d_model, 2, dtype=torch.float64) / d_model
    angle = position / 10000**exponent
    table = torch.empty(length, d_model)
    table[:, 0::2] = angle.sin()
    table[:, 1::2] = angle[:, : d_model // 2].cos()
    return table


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=512):
        super().__init__()
        self.register_buffer("table", positional_encoding(max_len, d_model), persistent=False)

    def forward(self, x):
        if x.shape[1] > self.table.shape[0]:
            raise ValueError(f"at most {self.table.shape[0]} positions")
        if not self.training:
            self.table = self.table[: x.shape[1]]
        return x + self.table.to(x)
