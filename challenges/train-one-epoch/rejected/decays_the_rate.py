"""Lowers the learning rate at the end of the epoch."""
# caught by: optimizer-state


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    for group in optimizer.param_groups:
        group["lr"] *= 0.95
    return total / len(loader)
