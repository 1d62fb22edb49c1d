"""Flattens with view, which a transposed tensor does not allow."""
# caught by: gradients

from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return (x.view(-1) ** 3).view(x.shape)
