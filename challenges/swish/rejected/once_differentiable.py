"""A backward of its own that autograd may not differentiate."""
# caught by: second-derivatives

import torch
from torch import nn
from torch.autograd.function import once_differentiable


class _Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 + x * (1 - s))


class Swish(nn.Module):
    def forward(self, x):
        return _Swish.apply(x)
