"""Puts dropout back into evaluation mode."""
# caught by: training-mode

from torch import nn


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.eval()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
