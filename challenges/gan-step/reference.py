"""One step of a GAN with the non-saturating loss: Goodfellow et al. 2014."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def bce(logits: Tensor, label: float) -> Tensor:
    """Binary cross-entropy with one label for all, (B, 1) -> (): the mean over the batch."""
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def gan_step(
    generator: nn.Module,
    discriminator: nn.Module,
    real: Tensor,
    z: Tensor,
    opt_g: torch.optim.Optimizer,
    opt_d: torch.optim.Optimizer,
) -> tuple[float, float]:
    """One step of the discriminator, then one of the generator; returns their losses."""
    fake = generator(z)  # (B, ...), like real

    d_loss = bce(discriminator(real), 1.0) + bce(discriminator(fake.detach()), 0.0)  # the generator is not to notice
    opt_d.zero_grad()  # among others, what the last call's g_loss left here
    d_loss.backward()
    opt_d.step()

    g_loss = bce(discriminator(fake), 1.0)  # the updated discriminator, the same z
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
