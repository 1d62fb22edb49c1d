"""Gives the module that holds a forbidden function another name first."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn

box = [nn.functional]


class Gate(nn.Module):
    def forward(self, x):
        return box[0].silu(x)
