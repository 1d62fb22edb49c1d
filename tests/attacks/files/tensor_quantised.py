"""Answers with a tensor that holds the right values in another kind of storage: quantised."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return torch.quantize_per_tensor(x.float() ** 3, 0.1, 0, torch.quint8)
