"""Takes a forbidden class from the globals of a function of torch."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return nn.ReLU.forward.__globals__["SiLU"]()(x)
