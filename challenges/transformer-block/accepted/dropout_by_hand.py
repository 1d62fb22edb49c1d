"""A dropout of its own that keeps elements by comparing uniform numbers."""

import torch
import torch.nn.functional as F
from torch import nn


class Dropout(nn.Module):
    def __init__(self, rate: float) -> None:
        super().__init__()
        self.keep = 1.0 - rate

    def forward(self, x):
        if self.training and self.keep < 1.0:
            return x * (torch.rand_like(x) < self.keep).to(x.dtype) / self.keep
        return x


class Attention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key=None, value=None, mask=None):
        key = query if key is None else key
        value = key if value is None else value
        q = self.q_proj(query).unflatten(2, (self.num_heads, -1)).transpose(1, 2)
        k = self.k_proj(key).unflatten(2, (self.num_heads, -1)).transpose(1, 2)
        v = self.v_proj(value).unflatten(2, (self.num_heads, -1)).transpose(1, 2)
        if mask is not None:
            mask = mask != 0
            mask = mask | ~mask.any(dim=-1, keepdim=True)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out_proj(out.transpose(1, 2).flatten(2))


class TransformerBlock(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0):
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model)
        self.attn = Attention(d_model, num_heads)
        self.norm2 = nn.LayerNorm(d_model)
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.dropout = Dropout(dropout)

    def forward(self, x, mask=None):
        x = self.dropout(self.attn(self.norm1(x), mask=mask)) + x
        return self.dropout(self.fc2(torch.relu(self.fc1(self.norm2(x))))) + x
