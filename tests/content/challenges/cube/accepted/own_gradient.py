"""A gradient of its own."""

import torch
from torch import nn


class Cubing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 3 * x * x * grad


class Cube(nn.Module):
    def forward(self, x):
        return Cubing.apply(x)
