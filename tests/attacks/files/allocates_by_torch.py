"""Asks torch for 50 GiB."""
# challenge: cube
# expect: memory

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.ones(50 << 30, dtype=torch.uint8)
