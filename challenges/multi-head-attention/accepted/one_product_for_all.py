"""The three projections as one matrix product where query, key and value are one tensor."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"{d_model=} is not divisible by {num_heads=}")
        self.d_model, self.num_heads = d_model, num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("scale", torch.tensor(1 / math.sqrt(d_model // num_heads), dtype=torch.float64), False)
        for layer in (self.q_proj, self.k_proj, self.v_proj, self.out_proj):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)

    def project(self, query, key, value):
        layers = (self.q_proj, self.k_proj, self.v_proj)
        if key is None and value is None:
            weight = torch.cat([layer.weight for layer in layers])
            bias = torch.cat([layer.bias for layer in layers])
            return F.linear(query, weight, bias).chunk(3, dim=-1)
        key = query if key is None else key
        value = key if value is None else value
        return tuple(layer(x) for layer, x in zip(layers, (query, key, value), strict=True))

    def forward(self, query, key=None, value=None, mask=None):
        q, k, v = (x.unflatten(2, (self.num_heads, -1)).movedim(2, 1) for x in self.project(query, key, value))
        scores = q @ k.mT * self.scale
        if mask is not None:
            scores = scores.masked_fill(mask.logical_not(), float("-inf"))
        weights = self.dropout(torch.nan_to_num(scores.softmax(dim=-1), nan=0.0))
        return self.out_proj((weights @ v).movedim(1, 2).flatten(2))
