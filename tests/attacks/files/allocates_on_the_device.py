"""Allocates on whatever device the input is on."""
# challenge: cube
# expect: memory

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        kept = [torch.ones(32 << 20, device=x.device) for _ in range(64)]
        return x * len(kept)
