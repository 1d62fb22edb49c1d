"""A pre-norm transformer block: Vaswani et al. 2017, with the norms where Xiong et al. 2020 put them."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional as F


class MultiHeadAttention(nn.Module):
    """num_heads self-attentions side by side, each on d_head = d_model / num_heads consecutive features."""

    def __init__(self, d_model: int, num_heads: int) -> None:
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model = {d_model} can't be divided among {num_heads} heads")
        self.num_heads = num_heads
        self.d_head = d_model // num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        q, k, v = (self._split(layer(x)) for layer in (self.q_proj, self.k_proj, self.v_proj))  # (B, H, T, d_head)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.d_head)  # (B, H, T, T)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
        heads = scores.softmax(dim=-1) @ v  # (B, H, T, d_head)
        return self.out_proj(heads.transpose(1, 2).flatten(start_dim=2))  # (B, T, d_model)

    def _split(self, features: torch.Tensor) -> torch.Tensor:
        return features.unflatten(-1, (self.num_heads, self.d_head)).transpose(1, 2)


class TransformerBlock(nn.Module):
    """x + dropout(attn(norm1(x))), and on that, x + dropout(fc2(relu(fc1(norm2(x)))))."""

    def __init__(self, d_model: int, num_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model)
        self.attn = MultiHeadAttention(d_model, num_heads)
        self.norm2 = nn.LayerNorm(d_model)
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.dropout = nn.Dropout(dropout)  # knows by itself whether the block trains

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        x = x + self.dropout(self.attn(self.norm1(x), mask))  # (B, T, d_model)
        hidden = F.relu(self.fc1(self.norm2(x)))  # (B, T, d_ff)
        return x + self.dropout(self.fc2(hidden))  # (B, T, d_model)
