"""An attention function, a module for splitting, a base class."""

import math

import torch
from torch import nn


def attend(q, k, v, mask):
    scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.size(-1))
    if mask is not None:
        scores = torch.where(mask > 0, scores, torch.full_like(scores, -1e20))
    return torch.matmul(nn.functional.softmax(scores, dim=-1), v)


class Projections(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)


class MultiHeadAttention(Projections):
    def __init__(self, d_model, num_heads, **kwargs):
        if d_model % num_heads:
            raise ValueError("heads")
        super().__init__(d_model, **kwargs)
        self.num_heads = num_heads

    @property
    def d_head(self):
        return self.q_proj.out_features // self.num_heads

    def forward(self, query, key=None, value=None, mask=None):
        key = query if key is None else key
        value = key if value is None else value
        q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
        q, k, v = (torch.stack(x.split(self.d_head, dim=-1), dim=1) for x in (q, k, v))
        out = attend(q, k, v, mask)
        return self.out_proj(torch.cat(out.unbind(dim=1), dim=-1))
