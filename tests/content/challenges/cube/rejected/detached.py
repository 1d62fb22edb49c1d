"""One factor is cut from the graph."""
# caught by: gradients

from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        return x * x * x.detach()
