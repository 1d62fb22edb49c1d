"""F.dropout told about the mode, einsum, a clamp for relu, zeros where there is nothing to attend to."""

import torch
import torch.nn.functional as F
from torch import einsum, nn


class Attention(nn.Module):
    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(d, d))

    def forward(self, x, mask):
        q, k, v = (f(x).unflatten(-1, (self.heads, -1)) for f in (self.q_proj, self.k_proj, self.v_proj))
        scores = einsum("bihd,bjhd->bhij", q, k) * q.shape[-1] ** -0.5
        if mask is None:
            weights = scores.softmax(-1)
        else:
            weights = scores.masked_fill(~mask.bool(), float("-inf")).softmax(-1).nan_to_num(0.0)
        return self.out_proj(einsum("bhij,bjhd->bihd", weights, v).flatten(2))


class TransformerBlock(nn.Module):
    def __init__(self, d_model: int, num_heads: int, d_ff: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.attn = Attention(d_model, num_heads)
        self.fc1, self.fc2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.p = dropout

    def forward(self, x, mask=None):
        x = x + F.dropout(self.attn(self.norm1(x), mask), p=self.p, training=self.training)
        hidden = self.fc1(self.norm2(x)).clamp(min=0)
        return x + F.dropout(self.fc2(hidden), p=self.p, training=self.training)
