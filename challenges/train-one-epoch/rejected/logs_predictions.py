"""Copies every prediction to the CPU, for a report that never comes."""
# caught by: stays-on-the-device


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total, predictions = 0.0, []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        prediction = model(x)
        loss = loss_fn(prediction, y)
        loss.backward()
        optimizer.step()
        predictions.extend(prediction.tolist())
        total += loss.item()
    return total / len(loader)
