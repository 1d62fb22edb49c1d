"""Takes a forbidden function by a name that it puts together."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return getattr(nn.functional, "si" + "lu")(x)
