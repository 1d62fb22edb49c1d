"""Calls the operator behind a forbidden function."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return torch.ops.aten.silu(x)
