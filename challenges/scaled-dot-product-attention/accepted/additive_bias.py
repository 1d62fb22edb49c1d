"""The mask as a number added to the scores: 0 where allowed, -1e9 elsewhere."""

import math

import torch


def scaled_dot_product_attention(query, key, value, mask=None, **options):
    scores = query.matmul(key.transpose(-1, -2)).div(math.sqrt(query.shape[-1]))
    if mask is not None:
        scores = scores + (1.0 - mask.to(scores.dtype)) * -1e9
    return torch.nn.Softmax(dim=-1)(scores).matmul(value)
