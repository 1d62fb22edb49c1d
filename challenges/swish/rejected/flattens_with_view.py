"""Flattens with view, which a tensor that is not contiguous does not have."""
# caught by: inputs-left-alone

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        flat = x.view(-1)
        return (flat * torch.sigmoid(flat)).view(x.shape)
