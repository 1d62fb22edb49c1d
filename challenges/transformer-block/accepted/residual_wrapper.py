"""A function for the pre-norm residual branch, and the network also as an nn.Sequential."""

import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads, **extra):
        super().__init__()
        self.num_heads = num_heads
        self.scale = 1 / math.sqrt(d_model // num_heads)
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        b, t, d = x.shape

        def heads(layer):
            return layer(x).reshape(b, t, self.num_heads, d // self.num_heads).permute(0, 2, 1, 3).reshape(-1, t, d // self.num_heads)

        bias = x.new_zeros(b, self.num_heads, t, t)
        if mask is not None:
            bias = bias + (1 - mask.to(x.dtype)) * -1e9
        scores = torch.baddbmm(bias.reshape(-1, t, t), heads(self.q_proj) * self.scale, heads(self.k_proj).mT)
        out = scores.softmax(-1).bmm(heads(self.v_proj))
        return self.out_proj(out.reshape(b, self.num_heads, t, -1).permute(0, 2, 1, 3).reshape(b, t, d))


class TransformerBlock(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0, **extra):
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.attn = MultiHeadAttention(d_model, num_heads)
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.network = nn.Sequential(self.fc1, nn.ReLU(), self.fc2)
        self.drop = nn.Dropout(dropout)

    def branch(self, x, norm, layer, *args):
        return x + self.drop(layer(norm(x), *args))

    def forward(self, x, mask=None):
        x = self.branch(x, self.norm1, self.attn, mask)
        return self.branch(x, self.norm2, self.network)
