"""Transposes a mask that has as many rows as columns."""
# caught by: broadcast-masks

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        if mask.dim() >= 2 and mask.shape[-1] == mask.shape[-2]:
            mask = mask.transpose(-2, -1)
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    return scores.softmax(dim=-1) @ V
