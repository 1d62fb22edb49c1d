"""Lets every parameter require gradients, so that frozen ones are trained."""
# caught by: stale-gradients


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.requires_grad_(True).train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
