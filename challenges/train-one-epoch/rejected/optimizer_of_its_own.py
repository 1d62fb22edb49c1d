"""Makes an optimizer of its own of the same kind and settings: momentum and moments start anew each epoch."""
# caught by: optimizer-state


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    groups = [dict(group) for group in optimizer.param_groups]
    optimizer = type(optimizer)(groups)
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
