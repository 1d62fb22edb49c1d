"""Answers with a tensor that holds the right values in another kind of storage: nested."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.nested.nested_tensor(list((x * x * x).unbind()))
