"""One epoch of minibatch training: Robbins & Monro 1951; Goodfellow, Bengio & Courville 2016, chapter 8."""

from collections.abc import Callable, Iterator
from typing import Protocol

import torch
from torch import Tensor, nn


class Loader(Protocol):
    """What is needed of a data loader: its batches, once, and how many there are."""

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]: ...

    def __len__(self) -> int: ...


def train_one_epoch(
    model: nn.Module,
    loader: Loader,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    device: torch.device,
) -> float:
    """Train `model` on each batch of `loader` once; return the mean over the batches of their losses."""
    model.train()  # it may come from a validation pass
    total = 0.0
    for x, y in loader:  # x: (B, ...), y: (B, ...)
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()  # .grad accumulates, and may hold leftovers
        loss = loss_fn(model(x), y)  # (): mean over the batch
        loss.backward()
        optimizer.step()
        total += loss.item()  # a number: adding the tensor would keep its graph
    return total / len(loader)
