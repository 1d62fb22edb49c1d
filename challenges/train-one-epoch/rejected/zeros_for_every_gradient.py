"""Gives every parameter a gradient of zeros, the frozen ones too: weight decay then moves them."""
# caught by: frozen-and-unused

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        for value in model.parameters():
            value.grad = torch.zeros_like(value)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
