"""The second backward pass gives no gradient to the upstream gradient: right for swish alone, wrong in a formula."""
# caught by: second-derivatives

import torch
from torch import nn


class _G(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, g):
        ctx.save_for_backward(x, g)
        s = torch.sigmoid(x)
        return g * s * (1 + x * (1 - s))

    @staticmethod
    def backward(ctx, gg):
        x, g = ctx.saved_tensors
        s = torch.sigmoid(x)
        return gg * g * s * (1 - s) * (2 + x * (1 - 2 * s)), None


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, g):
        return _G.apply(ctx.saved_tensors[0], g)


class Swish(nn.Module):
    def forward(self, x):
        return _S.apply(x)
