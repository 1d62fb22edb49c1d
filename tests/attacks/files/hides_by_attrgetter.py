"""Takes a forbidden function by operator.attrgetter."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn
import operator


class Gate(nn.Module):
    def forward(self, x):
        return operator.attrgetter("nn.functional.silu")(torch)(x)
