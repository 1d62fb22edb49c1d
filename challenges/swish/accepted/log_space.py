"""The factor computed in log space: exp(-softplus(-x))."""

import torch
import torch.nn.functional as F
from torch import nn


class Swish(nn.Module):
    """log sigmoid(x) is at most 0, so its exponential can't overflow."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.exp(F.logsigmoid(x)) * x
