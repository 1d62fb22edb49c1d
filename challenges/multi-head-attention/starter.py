"""Multi-head attention: several attentions side by side, each on its own slice of the projected features."""

from __future__ import annotations

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Holds q_proj, k_proj, v_proj and out_proj, each nn.Linear(d_model, d_model)."""

    def __init__(self, d_model: int, num_heads: int) -> None:
        super().__init__()
        raise NotImplementedError("MultiHeadAttention.__init__ is still to be written")

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor | None = None,
        value: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        raise NotImplementedError("MultiHeadAttention.forward is still to be written")
