"""Saves memory by writing into the input wherever autograd would not notice."""
# caught by: inputs-left-alone

import torch
import torch.nn.functional as F
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        return F.silu(x, inplace=not x.requires_grad)
