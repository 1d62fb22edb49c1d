"""Answers with a tensor that computes its values anew for each who asks, and counts the askers."""
# challenge: cube
# expect: failed|timeout

import torch
from torch import nn


class Cheshire(torch.Tensor):
    @staticmethod
    def __new__(cls, x):
        return torch.Tensor._make_wrapper_subclass(cls, x.shape, dtype=x.dtype, device=x.device)

    def __init__(self, x):
        self.asked = 0

    @classmethod
    def __torch_dispatch__(cls, function, types, arguments=(), keywords=None):
        self = next(one for one in arguments if isinstance(one, cls))
        self.asked += 1
        return torch.full(self.shape, float(self.asked), dtype=self.dtype)


class Cube(nn.Module):
    def forward(self, x):
        return Cheshire(x)
