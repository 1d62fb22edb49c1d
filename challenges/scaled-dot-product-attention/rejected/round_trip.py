"""Copies everything to the CPU, works there, and copies the result back: right numbers, slowly."""
# caught by: on-the-device

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    device = Q.device
    Q, K, V = Q.cpu(), K.cpu(), V.cpu()
    scores = Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask.cpu() == 0, torch.finfo(scores.dtype).min)
    return (scores.softmax(dim=-1) @ V).to(device)
