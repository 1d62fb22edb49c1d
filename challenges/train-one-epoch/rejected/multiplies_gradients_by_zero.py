"""Clears by multiplying with 0, which leaves NaN where it is."""
# caught by: stale-gradients


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad.mul_(0)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
