"""Forbidden scores become -500, which other scores may well be below."""
# caught by: large-scores

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -500.0)
    return scores.softmax(dim=-1) @ V
