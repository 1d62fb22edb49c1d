"""A softmax of its own: the largest score taken out, masked exponentials, a guarded denominator."""

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = (Q.unsqueeze(-2) * K.unsqueeze(-3)).sum(-1) / Q.shape[-1] ** 0.5
    largest = scores.max(dim=-1, keepdim=True).values.detach()
    if mask is not None:
        allowed = (mask > 0).expand(scores.shape)
        largest = scores.detach().masked_fill(~allowed, -1e30).amax(dim=-1, keepdim=True)
        scores = scores.masked_fill(~allowed, -1e30)
    powers = torch.exp(scores - largest)
    if mask is not None:
        powers = powers * allowed
    return powers @ V / (powers.sum(dim=-1, keepdim=True) + 1e-9)
