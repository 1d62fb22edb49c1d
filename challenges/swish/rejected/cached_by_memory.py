"""Remembers the sigmoid by the input's address, though the numbers there may have changed."""
# caught by: in-a-network

import torch
from torch import nn


class Swish(nn.Module):
    def __init__(self):
        super().__init__()
        self.seen = (None, None)

    def forward(self, x):
        if self.seen[0] is not x:
            self.seen = (x, torch.sigmoid(x))
        return x * self.seen[1]
