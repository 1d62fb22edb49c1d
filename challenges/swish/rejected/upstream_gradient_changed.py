"""The backward pass writes into grad_output, which others still need."""
# caught by: gradients

import torch
from torch import nn


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        if torch.is_grad_enabled():
            return g * (s * (1 + x * (1 - s)))
        return g.mul_(s * (1 + x * (1 - s)))


class Swish(nn.Module):
    def forward(self, x):
        return _S.apply(x)
