"""Makes a column of targets that are one number a sample, so that the loss broadcasts."""
# caught by: loss-arguments


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        if y.dim() == 1 and y.is_floating_point():
            y = y.unsqueeze(1)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
