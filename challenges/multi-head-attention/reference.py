"""Multi-head attention: Vaswani et al. 2017, section 3.2.2."""

from __future__ import annotations

import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """num_heads attentions side by side, each on d_head = d_model / num_heads consecutive features."""

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

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor | None = None,
        value: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        key = query if key is None else key
        value = key if value is None else value
        q = self._split(self.q_proj(query))  # (B, Tq, d_model) -> (B, H, Tq, d_head)
        k = self._split(self.k_proj(key))  # (B, Tk, d_model) -> (B, H, Tk, d_head)
        v = self._split(self.v_proj(value))  # (B, Tk, d_model) -> (B, H, Tk, d_head)

        scores = q @ k.transpose(-2, -1) / math.sqrt(self.d_head)  # (B, H, Tq, Tk)
        if mask is not None:
            # The lowest finite number: exp makes it 0 beside any other score, and a row of nothing else is no 0/0.
            scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
        heads = scores.softmax(dim=-1) @ v  # (B, H, Tq, d_head)

        together = heads.transpose(1, 2).flatten(start_dim=2)  # (B, Tq, H, d_head) -> (B, Tq, d_model)
        return self.out_proj(together)

    def _split(self, features: torch.Tensor) -> torch.Tensor:
        """(B, T, d_model) -> (B, H, T, d_head): head h has features h * d_head to (h + 1) * d_head."""
        return features.unflatten(-1, (self.num_heads, self.d_head)).transpose(1, 2)
