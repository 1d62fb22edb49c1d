"""-inf, and NaN replaced in the weights: masked_fill keeps the NaN gradient of such a row from going further."""

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None, *, scale=None):
    """`scale` may replace 1/√d."""
    factor = 1 / math.sqrt(K.shape[-1]) if scale is None else scale
    scores = (Q * factor) @ K.mT
    if mask is None:
        return torch.softmax(scores, dim=-1) @ V
    weights = torch.softmax(scores.masked_fill(mask.logical_not(), float("-inf")), dim=-1)
    return torch.nan_to_num(weights, nan=0.0) @ V
