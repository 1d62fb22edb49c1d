"""attn holds the projections only; the block does the arithmetic, head by head."""

import math

import torch
from torch import nn


class TransformerBlock(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0):
        super().__init__()
        self.num_heads = num_heads
        names = ("q_proj", "k_proj", "v_proj", "out_proj")
        self.attn = nn.ModuleDict({name: nn.Linear(d_model, d_model) for name in names})
        self.norm1 = nn.LayerNorm([d_model])
        self.norm2 = nn.LayerNorm([d_model])
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.dropout = nn.Dropout(p=dropout)

    def attend(self, x, mask):
        queries = self.attn["q_proj"](x).chunk(self.num_heads, dim=-1)
        keys = self.attn["k_proj"](x).chunk(self.num_heads, dim=-1)
        values = self.attn["v_proj"](x).chunk(self.num_heads, dim=-1)
        if mask is not None:
            mask = mask.expand(x.shape[0], self.num_heads, x.shape[1], x.shape[1])
        results = []
        for head, (q, k, v) in enumerate(zip(queries, keys, values, strict=True)):
            scores = q @ k.mT / math.sqrt(q.shape[-1])
            if mask is not None:
                scores = torch.where(mask[:, head] != 0, scores, torch.finfo(x.dtype).min)
            results.append(scores.softmax(dim=-1) @ v)
        return self.attn["out_proj"](torch.cat(results, dim=-1))

    def forward(self, x, mask=None):
        after = x + self.dropout(self.attend(self.norm1(x), mask))
        return after + self.dropout(self.fc2(self.fc1(self.norm2(after)).relu()))
