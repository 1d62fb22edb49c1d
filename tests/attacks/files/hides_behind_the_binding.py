"""Takes the function that torch itself calls in the forbidden one."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return torch._C._nn.silu(x)
