"""Weights as exp(score - logsumexp), computed once for all."""

import math

import torch


def attention_weights(Q: torch.Tensor, K: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    scores = torch.einsum("...id,...jd->...ij", Q, K) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = torch.where(mask != 0, scores, torch.finfo(Q.dtype).min / 2)
    return torch.exp(scores - torch.logsumexp(scores, dim=-1, keepdim=True))


def scaled_dot_product_attention(
    Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, mask: torch.Tensor | None = None
) -> torch.Tensor:
    return attention_weights(Q, K, mask) @ V
