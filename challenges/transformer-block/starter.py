"""A pre-norm transformer block: attention and a two-layer network, each on a residual branch."""

from __future__ import annotations

import torch
from torch import nn


class TransformerBlock(nn.Module):
    """Holds norm1, attn (with q_proj, k_proj, v_proj, out_proj), norm2, fc1 and fc2."""

    def __init__(self, d_model: int, num_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        raise NotImplementedError("TransformerBlock.__init__ is still to be written")

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        raise NotImplementedError("TransformerBlock.forward is still to be written")
