"""A softmax of its own, with the mask on the exponentials and a guard in the denominator."""

import torch
from torch import nn


class _Projection(nn.Linear):
    """A linear layer that also knows how to cut its result into heads."""

    def heads(self, x: torch.Tensor, count: int) -> torch.Tensor:
        b, t, d = x.shape
        return self(x).reshape(b, t, count, d // count).transpose(1, 2)


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model: int, num_heads: int) -> None:
        super().__init__()
        if num_heads <= 0 or d_model % num_heads:
            raise ValueError("d_model must be a multiple of num_heads")
        self.num_heads = num_heads
        self.q_proj = _Projection(d_model, d_model)
        self.k_proj = _Projection(d_model, d_model)
        self.v_proj = _Projection(d_model, d_model)
        self.out_proj = _Projection(d_model, d_model)

    def forward(self, query, key=None, value=None, mask=None):
        key = query if key is None else key
        value = key if value is None else value
        q = self.q_proj.heads(query, self.num_heads)
        k = self.k_proj.heads(key, self.num_heads)
        v = self.v_proj.heads(value, self.num_heads)
        scores = q @ k.transpose(-1, -2) / torch.sqrt(torch.tensor(float(q.shape[-1])))
        allowed = torch.ones_like(scores) if mask is None else (mask != 0).to(scores.dtype)
        largest = torch.where(allowed != 0, scores, -1e9).detach().amax(dim=-1, keepdim=True)
        powers = torch.exp((scores - largest).clamp(max=0)) * allowed
        weights = powers / (powers.sum(dim=-1, keepdim=True) + 1e-9)
        return self.out_proj((weights @ v).transpose(1, 2).reshape(*query.shape[:2], -1))
