"""A frozen embedding looked up by position."""

import torch
from torch import nn


def positional_encoding(length, d_model):
    position = torch.arange(length, dtype=torch.float32)
    columns = []
    for column in range(d_model):
        rate = 10000.0 ** (-(column // 2 * 2) / d_model)
        columns.append((position * rate).sin() if column % 2 == 0 else (position * rate).cos())
    return torch.stack(columns, dim=1)


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=512):
        super().__init__()
        self.lookup = nn.Embedding.from_pretrained(positional_encoding(max_len, d_model), freeze=True)

    def forward(self, x):
        length = x.size(1)
        if length > self.lookup.num_embeddings:
            raise ValueError(length)
        places = torch.arange(length, device=x.device)
        return x + self.lookup(places)
