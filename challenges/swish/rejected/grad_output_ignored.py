"""A backward of its own that forgets the gradient from above."""
# caught by: gradients

import torch
from torch import nn


class _Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return s * (1 + x * (1 - s))


class Swish(nn.Module):
    def forward(self, x):
        return _Swish.apply(x)
