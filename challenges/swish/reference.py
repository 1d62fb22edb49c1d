"""Swish (SiLU), x * sigmoid(x): Ramachandran, Zoph & Le 2017; Elfwing, Uchibe & Doya 2018."""

import torch
from torch import nn


class Swish(nn.Module):
    """x * sigmoid(x), elementwise; nothing to train.

    Both factors stay in the graph, so autograd gives f'(x) = s * (1 + x * (1 - s)) with s = sigmoid(x), and any higher
    derivative. `torch.sigmoid` never overflows, unlike 1 / (1 + exp(-x)).
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.sigmoid(x)  # (...) -> (...)
