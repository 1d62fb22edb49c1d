"""Writes results of one shape into one buffer: a later call overwrites an earlier result."""
# caught by: inputs-left-alone

import math

import torch

BUFFERS = {}


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, torch.finfo(scores.dtype).min)
    output = scores.softmax(dim=-1) @ V
    if output.requires_grad:
        return output
    buffer = BUFFERS.setdefault((output.shape, output.dtype, output.device), torch.empty_like(output))
    return buffer.copy_(output)
