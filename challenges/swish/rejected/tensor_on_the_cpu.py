"""Creates a tensor in forward with neither x's dtype nor its device."""
# caught by: half-precision

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        beta = torch.ones(1)
        return x * torch.sigmoid(beta * x)
