"""Three factors in one einsum."""

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.einsum("...,...,...->...", x, x, x)
