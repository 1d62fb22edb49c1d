"""Leaves the model in the mode in which it came."""
# caught by: training-mode


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
