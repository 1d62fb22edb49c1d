"""One epoch of training."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn


def train_one_epoch(
    model: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    device: torch.device,
) -> float:
    """Train `model` on each batch of `loader` once; return the average loss."""
    raise NotImplementedError(
        "train_one_epoch is still to be written: loop over the loader and return the average loss"
    )
