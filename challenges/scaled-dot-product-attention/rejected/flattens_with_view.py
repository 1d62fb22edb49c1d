"""Flattens the leading dimensions with view, which a transposed tensor has not."""
# caught by: inputs-left-alone

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    leading = Q.shape[:-2]
    Q, K = Q.view(-1, *Q.shape[-2:]), K.view(-1, *K.shape[-2:])
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    scores = scores.view(*leading, *scores.shape[-2:])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    return weights @ V
