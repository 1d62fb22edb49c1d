"""The norms' formula written out, with eps outside the root, and a Bernoulli mask for the dropout."""

import torch
from torch import nn


def normalise(x, norm):
    centred = x - x.mean(dim=-1, keepdim=True)
    deviation = centred.square().mean(dim=-1, keepdim=True).sqrt()
    return centred / (deviation + 1e-8) * norm.weight + norm.bias


class Attention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        q, k, v = (torch.stack(f(x).chunk(self.num_heads, -1), 1) for f in (self.q_proj, self.k_proj, self.v_proj))
        scores = q @ k.transpose(2, 3) / q.shape[3] ** 0.5
        allowed = torch.ones((), device=x.device) if mask is None else mask != 0
        largest = torch.where(allowed != 0, scores, -1e9).detach().amax(-1, keepdim=True)
        powers = (scores - largest).clamp(max=0).exp() * allowed
        weights = powers / (powers.sum(-1, keepdim=True) + 1e-9)
        return self.out_proj(torch.cat((weights @ v).unbind(1), -1))


class TransformerBlock(nn.Module):
    def __init__(self, d_model, num_heads, d_ff, dropout=0.0):
        super().__init__()
        self.rate = dropout
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.attn = Attention(d_model, num_heads)
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)

    def drop(self, x):
        if not self.training:
            return x
        return x * torch.bernoulli(torch.full_like(x, 1 - self.rate)) / (1 - self.rate)

    def forward(self, x, mask=None):
        x = x + self.drop(self.attn(normalise(x, self.norm1), mask))
        hidden = self.fc1(normalise(x, self.norm2))
        return x + self.drop(self.fc2(hidden * (hidden > 0)))
