"""Evaluates text among the names of a module of torch."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return eval("SiLU()", vars(nn.modules.activation))(x)
