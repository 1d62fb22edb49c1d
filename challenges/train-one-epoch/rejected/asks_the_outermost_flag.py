"""Calls train() only where the outermost module is in evaluation mode: its parts may be all the same."""
# caught by: training-mode


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    if not model.training:
        model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
