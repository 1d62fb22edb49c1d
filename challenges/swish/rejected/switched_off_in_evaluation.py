"""Uses the hard approximation in evaluation mode."""
# caught by: in-a-network

import torch
import torch.nn.functional as F
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x) if self.training else F.hardswish(x)
