"""Forbidden scores are lowered by 1,000, and may still be the largest."""
# caught by: large-scores

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores - 1000.0 * (mask == 0)
    return scores.softmax(dim=-1) @ V
