"""Takes a forbidden function from what __import__ gives."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return __import__("torch.nn.functional", fromlist=["silu"]).silu(x)
