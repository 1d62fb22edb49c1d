"""Weighs each loss by its batch's size and divides by the first batch's size times the number of batches."""
# caught by: average-loss


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total, size = 0.0, None
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        size = size or len(x)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / (size * len(loader))
