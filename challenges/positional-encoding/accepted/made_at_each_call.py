"""No table is kept: it is made at each call where x is."""

import torch
from torch import nn


def _angles(length, d_model, device=None):
    columns = torch.arange(d_model, device=device)
    rates = 1.0 / torch.pow(10000.0, (columns - columns % 2) / d_model)
    return torch.arange(length, device=device).unsqueeze(-1) * rates


def positional_encoding(length: int, d_model: int, device=None) -> torch.Tensor:
    angles = _angles(length, d_model, device)
    odd = torch.arange(d_model, device=device) % 2 == 1
    return torch.where(odd, angles.cos(), angles.sin()).float()


class PositionalEncoding(nn.Module):
    def __init__(self, d_model: int, max_len: int = 512) -> None:
        super().__init__()
        self.d_model, self.max_len = d_model, max_len

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _, length, width = x.shape
        if length > self.max_len:
            raise ValueError("too long")
        return x + positional_encoding(length, width, x.device).to(x.dtype)
