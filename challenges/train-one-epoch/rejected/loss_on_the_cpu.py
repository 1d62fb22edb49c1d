"""Fetches the predictions, and works out the loss on the CPU."""
# caught by: stays-on-the-device


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total = 0.0
    for x, y in loader:
        prediction = model(x.to(device)).cpu()
        optimizer.zero_grad()
        loss = loss_fn(prediction, y.cpu())
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
