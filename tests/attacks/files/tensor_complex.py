"""Answers with a tensor that holds the right values in another kind of storage: complex."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.complex(x * x * x, x)
