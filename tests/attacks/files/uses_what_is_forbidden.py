"""Uses a function that the challenge does not allow."""
# challenge: cube
# expect: forbidden

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.pow(x, 3)
