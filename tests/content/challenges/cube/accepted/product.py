"""A product over a new axis."""

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.stack([x, x, x]).prod(dim=0)
