"""NaN is replaced in the output only: the gradients are still NaN."""
# caught by: empty-rows

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores + torch.log(mask.to(scores.dtype))
    weights = scores.softmax(dim=-1)
    return torch.nan_to_num(weights @ V)
