"""GELU, which looks the same in a plot."""
# caught by: values

import torch.nn.functional as F
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return F.gelu(x)
