"""sigmoid written as a shifted, scaled tanh, which never overflows."""

import torch
from torch import Tensor, nn


class Swish(nn.Module):
    """sigmoid(x) = (1 + tanh(x / 2)) / 2."""

    def forward(self, x: Tensor) -> Tensor:
        half = x / 2
        return half + half * torch.tanh(half)
