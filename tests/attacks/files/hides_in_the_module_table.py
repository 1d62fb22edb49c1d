"""Takes a forbidden function out of the dict of a module in sys.modules."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn
import sys


class Gate(nn.Module):
    def forward(self, x):
        return sys.modules["torch"].nn.functional.__dict__["silu"](x)
