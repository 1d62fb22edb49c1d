"""Divides the caller's Q in place."""
# caught by: inputs-left-alone

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    with torch.no_grad():
        Q /= math.sqrt(Q.shape[-1])
    scores = Q @ K.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    return weights @ V
