"""Adds the cubes up."""
# caught by: values

from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return (x * x * x).sum()
