"""Right numbers, computed on the CPU: x goes there, and the result comes back."""
# caught by: stays-on-the-device

import torch
from torch import nn


class Swish(nn.Module):
    def forward(self, x):
        host = x.cpu()
        return (host * torch.sigmoid(host)).to(x.device)
