"""The paper's own form of the derivative, f + s (1 - f), which cancels a little far from zero."""

import torch
from torch import nn


class SwishFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.sigmoid(x).mul_(x)

    @staticmethod
    def backward(ctx, grad):
        x = ctx.saved_tensors[0]
        sigma = torch.sigmoid(x)
        f = x * sigma
        return (f + sigma * (1 - f)) * grad


class Swish(nn.Module):
    def forward(self, x):
        return SwishFunction.apply(x)
