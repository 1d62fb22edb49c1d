"""Answers with a tensor that has a shape and no values."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.empty_like(x, device="meta")
