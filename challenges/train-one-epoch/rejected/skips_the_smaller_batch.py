"""Leaves out a last batch that is smaller than the first."""
# caught by: average-loss


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total, size, count = 0.0, None, 0
    for x, y in loader:
        size = size or len(x)
        if len(x) < size:
            continue
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item(), count + 1
    return total / count
