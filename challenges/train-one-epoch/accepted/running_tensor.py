"""The total stays a detached tensor on the device and is fetched once, at the end."""

import torch
from torch import nn


def train_one_epoch(
    model: nn.Module,
    loader,
    optimizer: torch.optim.Optimizer,
    loss_fn,
    device: torch.device,
    log_every: int | None = None,
) -> float:
    model.train()
    total = torch.zeros((), device=device)
    for step, (x, y) in enumerate(loader, start=1):
        x, y = x.to(device), y.to(device)
        model.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            total += loss
        if log_every and step % log_every == 0:
            print(f"{step}/{len(loader)}")
    return float(total / len(loader))
