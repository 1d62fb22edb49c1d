"""Clips gradients at a norm of 100, which ordinary batches never reach."""
# caught by: plain-steps

from torch import nn


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 100.0)
        optimizer.step()
        total += loss.item()
    return total / len(loader)
