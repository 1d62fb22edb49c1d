"""Squeezes the prediction: with one output, the difference to the target broadcasts to a square."""
# caught by: loss-arguments


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(-1), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
