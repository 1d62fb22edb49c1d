"""Writes the result into its input."""
# caught by: inputs-left-alone

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return x.mul_(torch.sigmoid(x))
