"""Takes a mask of two dimensions for (batch, Tk), one row of keys for each sequence, where the sizes fit."""
# caught by: broadcast-masks

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        if mask.dim() == 2 and scores.dim() > 2 and mask.shape[0] == scores.shape[0]:
            mask = mask[:, None, :]
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    return weights @ V
