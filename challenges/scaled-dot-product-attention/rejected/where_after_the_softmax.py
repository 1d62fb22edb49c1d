"""Rows with nothing to attend to are replaced in the output, but their NaN still reaches the gradients."""
# caught by: empty-rows

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is None:
        return scores.softmax(dim=-1) @ V
    output = scores.masked_fill(mask == 0, float("-inf")).softmax(dim=-1) @ V
    return torch.where((mask != 0).any(dim=-1, keepdim=True), output, torch.zeros_like(output))
