"""Gives the derivative."""
# caught by: values

from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return 3 * x * x
