"""A loop over the queries, each over the keys that it may see."""

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    d = Q.shape[-1]
    outputs = []
    for t in range(Q.shape[-2]):
        q = Q[..., t, :].unsqueeze(-1)  # (..., d, 1)
        scores = (K @ q).squeeze(-1) / math.sqrt(d)  # (..., Tk)
        if mask is not None:
            full = torch.broadcast_to(mask, (*Q.shape[:-1], K.shape[-2]))
            scores = scores.masked_fill(full[..., t, :] == 0, torch.finfo(scores.dtype).min)
        weights = torch.softmax(scores, dim=-1)
        outputs.append((weights.unsqueeze(-1) * V).sum(dim=-2))
    return torch.stack(outputs, dim=-2)
