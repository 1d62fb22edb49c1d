"""Answers with a tensor that holds the right values in another kind of storage: sparse."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return (x * x * x).to_sparse()
