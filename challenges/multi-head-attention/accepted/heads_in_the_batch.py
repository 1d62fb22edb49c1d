"""Heads folded into the batch, for baddbmm with the mask as a bias."""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int) -> None:
        super().__init__()
        self.head_size, rest = divmod(d_model, num_heads)
        if rest:
            raise ValueError("the heads must have equal sizes")
        self.num_heads = num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def fold(self, x):
        b, t, _ = x.shape
        return x.view(b, t, self.num_heads, self.head_size).permute(0, 2, 1, 3).reshape(-1, t, self.head_size)

    def forward(self, query, key=None, value=None, mask=None, need_weights=False):
        key = query if key is None else key
        value = key if value is None else value
        b, tq, tk = query.size(0), query.size(1), key.size(1)
        q, k, v = self.fold(self.q_proj(query)), self.fold(self.k_proj(key)), self.fold(self.v_proj(value))
        bias = q.new_zeros(b, self.num_heads, tq, tk)
        if mask is not None:
            bias = bias.masked_fill(mask == 0, -1e9)
        scores = torch.baddbmm(bias.view(-1, tq, tk), q, k.transpose(1, 2), alpha=self.head_size**-0.5)
        weights = scores.softmax(-1)
        out = weights.bmm(v).view(b, self.num_heads, tq, self.head_size)
        out = self.out_proj(out.permute(0, 2, 1, 3).contiguous().view(b, tq, -1))
        return (out, weights) if need_weights else out
