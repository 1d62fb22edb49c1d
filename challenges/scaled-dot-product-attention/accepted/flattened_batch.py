"""All leading dimensions flattened into one for bmm, and put back afterwards."""

import math

import torch


def scaled_dot_product_attention(Q, K, V, mask=None):
    leading = Q.shape[:-2]
    tq, tk = Q.shape[-2], K.shape[-2]
    q, k, v = (x.reshape(-1, *x.shape[-2:]) for x in (Q, K, V))
    scores = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(q.shape[2])
    if mask is not None:
        blocked = torch.broadcast_to(mask == 0, (*leading, tq, tk)).reshape(-1, tq, tk)
        scores[blocked] = torch.finfo(scores.dtype).min
    weights = scores.softmax(dim=2)
    return torch.bmm(weights, v).reshape(*leading, tq, v.shape[2])
