"""Divides by the dataset's length where there is one, though the loader may drop a last batch."""
# caught by: any-loader


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / (len(loader.dataset) if hasattr(loader, "dataset") else seen)
