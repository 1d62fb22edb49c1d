"""The score that is taken out before the powers may be a forbidden one, far above all others."""
# caught by: large-scores

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model = {d_model} can't be divided among {num_heads} heads")
        self.num_heads = num_heads
        self.d_head = d_model // num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, self.d_head)).transpose(1, 2)

    def forward(self, query, key=None, value=None, mask=None):
        key = query if key is None else key
        value = key if value is None else value
        q, k, v = self.split(self.q_proj(query)), self.split(self.k_proj(key)), self.split(self.v_proj(value))
        scores = q @ k.transpose(-2, -1) / self.d_head**0.5
        powers = torch.exp(scores - scores.detach().amax(dim=-1, keepdim=True))
        if mask is not None:
            powers = powers * (mask != 0)
        weights = powers / (powers.sum(dim=-1, keepdim=True) + 1e-9)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(2))
