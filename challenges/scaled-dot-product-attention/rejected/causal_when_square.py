"""Takes attention without a mask for causal self-attention where there are as many queries as keys."""
# caught by: shapes

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is None and Q.shape[-2] == K.shape[-2]:
        mask = torch.ones(scores.shape[-2:], device=scores.device).tril()
    if mask is not None:
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    return scores.softmax(dim=-1) @ V
