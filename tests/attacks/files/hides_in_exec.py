"""Imports a forbidden function in text that it runs."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn

space = {}
exec("from torch.nn.functional import silu", space)


class Gate(nn.Module):
    def forward(self, x):
        return space["silu"](x)
