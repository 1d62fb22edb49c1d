"""Cuts negative numbers off."""
# caught by: values

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.relu(x) ** 3
