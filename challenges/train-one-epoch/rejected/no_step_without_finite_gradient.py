"""Makes no step where a gradient is not finite, as a gradient scaler would."""
# caught by: nothing-skipped


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        if all(p.grad.isfinite().all() for p in model.parameters() if p.grad is not None):
            optimizer.step()
        total += loss.item()
    return total / len(loader)
