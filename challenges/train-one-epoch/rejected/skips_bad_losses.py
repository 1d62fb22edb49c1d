"""Leaves out batches whose loss is not finite."""
# caught by: nothing-skipped

import math


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        if not math.isfinite(loss.item()):
            continue
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
