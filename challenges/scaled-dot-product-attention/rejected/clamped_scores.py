"""Scores are clamped against overflow, and large ones become equal."""
# caught by: large-scores

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    weights = scores.clamp(-80, 80).softmax(dim=-1) if mask is None else scores.softmax(dim=-1)
    return weights @ V
