"""Scaled dot-product attention: Vaswani et al. 2017, section 3.2.1."""

from __future__ import annotations

import math

import torch


def scaled_dot_product_attention(
    Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, mask: torch.Tensor | None = None
) -> torch.Tensor:
    """Each query's average of the values, weighted by how well the query and each key agree."""
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])  # (..., Tq, d) (..., d, Tk) -> (..., Tq, Tk)
    if mask is not None:
        # The lowest finite number: exp makes it 0 beside any other score, and a row of nothing else is no 0/0.
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)  # (..., Tq, Tk), each row sums to 1
    return weights @ V  # (..., Tq, Tk) (..., Tk, dv) -> (..., Tq, dv)
