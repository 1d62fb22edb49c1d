"""Steps before the backward pass, with the gradients of the batch before."""
# caught by: weights


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    optimizer.zero_grad()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(model(x), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item()
    return total / len(loader)
