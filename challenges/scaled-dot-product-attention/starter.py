"""Scaled dot-product attention: softmax(Q Kᵀ / √d) V, with an optional mask."""

from __future__ import annotations

import torch


def scaled_dot_product_attention(
    Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, mask: torch.Tensor | None = None
) -> torch.Tensor:
    """(..., Tq, d), (..., Tk, d), (..., Tk, dv) -> (..., Tq, dv); where mask is true, a query may attend to a key."""
    raise NotImplementedError("scaled_dot_product_attention is still to be written")
