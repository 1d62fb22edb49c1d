"""einsum with an ellipsis, torch.where for the mask, zeros for a row with nothing to attend to."""

import torch
from torch import einsum


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = einsum("...qd,...kd->...qk", Q, K) * Q.size(-1) ** -0.5
    if mask is None:
        return einsum("...qk,...kv->...qv", scores.softmax(-1), V)
    allowed = mask.bool()
    scores = torch.where(allowed, scores, torch.full_like(scores, -1e9))
    weights = scores.softmax(-1) * allowed.any(-1, keepdim=True)
    return einsum("...qk,...kv->...qv", weights, V)
