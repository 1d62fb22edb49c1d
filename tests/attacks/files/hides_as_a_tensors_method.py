"""Calls a forbidden method on a tensor, whose type no reader of the source knows."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return x * x.sigmoid()
