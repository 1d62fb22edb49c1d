"""The table made by numpy, kept as a plain attribute and brought to x at each call."""

import numpy as np
import torch
from torch import nn


def positional_encoding(length, d_model):
    pos = np.arange(length)[:, np.newaxis]
    dim = np.arange(d_model)[np.newaxis, :]
    angle = pos / np.power(10000, (2 * (dim // 2)) / np.float32(d_model))
    angle[:, 0::2] = np.sin(angle[:, 0::2])
    angle[:, 1::2] = np.cos(angle[:, 1::2])
    return torch.from_numpy(angle.astype(np.float32))


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=512):
        super().__init__()
        self.pe = positional_encoding(max_len, d_model)

    def forward(self, x):
        t = x.shape[1]
        if t > self.pe.shape[0]:
            raise ValueError("sequence longer than max_len")
        return x + self.pe[:t].to(device=x.device, dtype=x.dtype)
