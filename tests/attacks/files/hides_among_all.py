"""Imports all names of a module, and looks the forbidden one up among its own."""
# challenge: gate
# expect: forbidden

from torch import nn
from torch.nn.functional import *


class Gate(nn.Module):
    def forward(self, x):
        return globals()["silu"](x)
