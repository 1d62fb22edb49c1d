"""Goes through a first axis that need not be there."""
# caught by: shapes

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return torch.stack([row * torch.sigmoid(row) for row in x])
