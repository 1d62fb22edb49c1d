"""Returns the sigmoid and forgets the factor x."""
# caught by: values

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return torch.sigmoid(x)
