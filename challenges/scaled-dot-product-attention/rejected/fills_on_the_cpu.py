"""The fill is a tensor on the CPU, wherever the scores are."""
# caught by: masks

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        lowest = torch.full(scores.shape, torch.finfo(scores.dtype).min, dtype=scores.dtype)
        scores = torch.where(mask != 0, scores, lowest)
    weights = scores.softmax(dim=-1)
    return weights @ V
