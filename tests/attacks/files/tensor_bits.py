"""Answers with a tensor that holds the right values in another kind of storage: bits."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return (x * x * x).detach().view(torch.int64 if x.dtype == torch.float64 else torch.int32)
