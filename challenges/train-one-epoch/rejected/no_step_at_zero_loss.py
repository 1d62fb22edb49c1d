"""Makes no step where the loss is 0: momentum and weight decay would move the weights."""
# caught by: plain-steps


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        if loss.item() != 0:
            loss.backward()
            optimizer.step()
        total += loss.item()
    return total / len(loader)
