"""Forbidden scores are set to 0, whose exponential is 1."""
# caught by: masks

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, 0.0)
    weights = scores.softmax(dim=-1)
    return weights @ V
