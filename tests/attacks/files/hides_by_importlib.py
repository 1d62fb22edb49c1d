"""Takes a forbidden function from a module that it imports by name."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn
import importlib


class Gate(nn.Module):
    def forward(self, x):
        return vars(importlib.import_module("torch.nn.functional"))["silu"](x)
