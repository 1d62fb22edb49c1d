"""Written through |x| and sign(x): the gradient at exactly 0 is 0 instead of 1/2."""
# caught by: gradients

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return torch.where(x == 0, torch.zeros_like(x), x.abs() * torch.sigmoid(x) * torch.sign(x))
