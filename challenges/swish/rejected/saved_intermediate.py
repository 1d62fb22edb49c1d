"""A backward of its own that saves the sigmoid as a constant: right once, wrong when differentiated again."""
# caught by: second-derivatives

import torch
from torch import nn


class _Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.save_for_backward(x, s)
        return x * s

    @staticmethod
    def backward(ctx, grad_output):
        x, s = ctx.saved_tensors
        return grad_output * s * (1 + x * (1 - s))


class Swish(nn.Module):
    def forward(self, x):
        return _Swish.apply(x)
