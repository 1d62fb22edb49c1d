"""Switches gradients off in evaluation mode."""
# caught by: in-a-network

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        with torch.set_grad_enabled(self.training and torch.is_grad_enabled()):
            return x * torch.sigmoid(x)
