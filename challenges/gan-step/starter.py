"""One training step of a generative adversarial network."""

from __future__ import annotations

import torch
from torch import nn


def gan_step(
    generator: nn.Module,
    discriminator: nn.Module,
    real: torch.Tensor,
    z: torch.Tensor,
    opt_g: torch.optim.Optimizer,
    opt_d: torch.optim.Optimizer,
) -> tuple[float, float]:
    """One step of the discriminator, then one of the generator; returns their losses."""
    raise NotImplementedError("gan_step is still to be written: return d_loss and g_loss")
