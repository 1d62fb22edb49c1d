"""The stable exp(-|x|) form: at exactly 0 the second derivative is 0 instead of 1/2."""
# caught by: second-derivatives

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        z = torch.exp(-x.abs())
        return x * torch.where(x >= 0, 1 / (1 + z), z / (1 + z))
