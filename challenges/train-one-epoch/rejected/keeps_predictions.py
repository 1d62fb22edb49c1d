"""Collects the predictions, each with its graph, for a report that never comes."""
# caught by: graphs-are-freed


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    losses, predictions = [], []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        predictions.append(model(x))
        loss = loss_fn(predictions[-1], y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)
