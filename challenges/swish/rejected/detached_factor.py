"""One factor detached: the values are right, the gradient lacks a term."""
# caught by: gradients

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(x.detach())
