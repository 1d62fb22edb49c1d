"""Two loops and the math module."""

import math

import torch
import torch.nn as nn


def positional_encoding(length, d_model):
    rows = []
    for pos in range(length):
        row = []
        for column in range(d_model):
            angle = pos / 10000 ** (2 * (column // 2) / d_model)
            row.append(math.sin(angle) if column % 2 == 0 else math.cos(angle))
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float32)


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=512):
        super().__init__()
        self.max_len = max_len
        self.encoding = nn.Parameter(positional_encoding(max_len, d_model), requires_grad=False)

    def forward(self, x):
        batch, length, _ = x.shape
        if length > self.max_len:
            raise ValueError(f"at most {self.max_len} positions, not {length}")
        return x + self.encoding[:length].unsqueeze(0).expand(batch, -1, -1).to(x.dtype)
