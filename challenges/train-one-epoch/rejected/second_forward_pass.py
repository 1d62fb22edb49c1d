"""A second forward pass for the report: batch normalisation sees each batch twice."""
# caught by: training-mode

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        with torch.no_grad():
            total += loss_fn(model(x), y).item()
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
    return total / len(loader)
