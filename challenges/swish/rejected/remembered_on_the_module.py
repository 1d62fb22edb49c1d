"""Keeps x on the module for the backward pass: a second call overwrites the first."""
# caught by: in-a-network

import torch
from torch import nn


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, owner):
        owner.x = x
        ctx.owner = owner
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, g):
        x = ctx.owner.x
        s = torch.sigmoid(x)
        return g * (s * (1 + x * (1 - s))), None


class Swish(nn.Module):
    def forward(self, x):
        return _S.apply(x, self)
