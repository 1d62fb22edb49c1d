"""Borrows softmax's trick of subtracting the maximum, which an empty tensor has not."""
# caught by: shapes

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        top = torch.clamp(x.max(), min=0)
        e = torch.exp(x - top)
        return x * e / (torch.exp(-top) + e)
