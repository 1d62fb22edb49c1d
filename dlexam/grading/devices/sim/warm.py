"""First-use costs, paid before a fork: a forward pass on the device, so that no forked child has to look things up."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from dlexam.grading.devices.sim.register import install
from dlexam.grading.devices.sim.storage import NAME
from dlexam.grading.devices.transfers import forget_transfers


def warm_up() -> None:
    """Install the device and use it: layers, a loss, in-place work, indexing, copies. No backward pass, no thread."""
    install()
    with torch.no_grad():
        x = torch.ones(4, 4).to(NAME)
        layers = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.LayerNorm(4), nn.ReLU(), nn.Sigmoid()).to(NAME)
        labels = torch.zeros(4, dtype=torch.long, device=NAME)
        F.cross_entropy(layers(x), labels).item()
        y = (x * 2 + 1 - x / 2).double().float().mul_(2).add_(x).neg()
        y.copy_(torch.zeros_like(y) + torch.randn(4, 4, device=NAME))
        torch.stack([y.sum(), x.mean(), (y * x).sum()]).sum().cpu()
        (
            y[0],
            y[labels],
            y.t().contiguous(),
            y @ x,
            x.bfloat16() * x.half(),
            torch.where(x > 0, x, y),
            torch.cat([x, y]),
        )
    forget_transfers()
