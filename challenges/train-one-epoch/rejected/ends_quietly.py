"""Takes any error of the loader for its end."""
# caught by: nothing-skipped


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    batches = iter(loader)
    while True:
        try:
            x, y = next(batches)
        except Exception:
            break
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
