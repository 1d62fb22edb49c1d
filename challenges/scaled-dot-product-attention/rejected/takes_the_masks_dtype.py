"""Arithmetic with the mask: a float64 mask makes a float32 result float64."""
# caught by: mask-dtypes

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores + (1.0 - mask * 1.0) * -1e9
    weights = scores.softmax(dim=-1)
    return weights @ V.to(weights.dtype)
