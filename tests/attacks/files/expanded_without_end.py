"""Answers with one number expanded to a terabyte."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.ones(1).expand(1 << 40)
