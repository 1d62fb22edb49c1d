"""Goes through the loader once more, to count the samples."""
# caught by: any-loader


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    samples = sum(len(x) for x, _ in loader)
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / samples
