"""Clears the gradients only of parameters that require them: a frozen one is moved by a leftover."""
# caught by: stale-gradients


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.grad = None
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
