"""torch.where between two formulas: the branch that is dropped still puts NaN into the gradient."""
# caught by: large-values

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        e = torch.exp(x)
        return torch.where(x >= 0, x / (1 + torch.exp(-x)), x * e / (1 + e))
