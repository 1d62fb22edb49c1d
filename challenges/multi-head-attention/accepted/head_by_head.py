"""A loop over the heads, each with its slice of features, joined by cat."""

import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads, bias=True):
        super().__init__()
        if d_model // num_heads * num_heads != d_model:
            raise ValueError(f"{num_heads} heads do not fit {d_model} features")
        self.num_heads = num_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d_model, d_model, bias) for _ in range(4))

    def forward(self, query, key=None, value=None, mask=None):
        key = key if key is not None else query
        value = value if value is not None else key
        q, k, v = self.q_proj(query), self.k_proj(key), self.v_proj(value)
        d_head = q.size(-1) // self.num_heads
        outputs = []
        for head in range(self.num_heads):
            part = slice(head * d_head, (head + 1) * d_head)
            scores = q[:, :, part] @ k[:, :, part].transpose(1, 2) / math.sqrt(d_head)  # (B, Tq, Tk)
            if mask is not None:
                full = mask.expand(q.size(0), self.num_heads, q.size(1), k.size(1))
                scores = scores.masked_fill(full[:, head] == 0, torch.finfo(scores.dtype).min)
            outputs.append(torch.softmax(scores, dim=-1) @ v[:, :, part])
        return self.out_proj(torch.cat(outputs, dim=-1))
