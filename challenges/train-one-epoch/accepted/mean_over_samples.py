"""Each batch's loss weighted by its size, divided by the samples that were seen."""


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    """Return the mean loss over samples."""
    model.train()
    total, seen = 0.0, 0
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        optimizer.zero_grad(set_to_none=True)
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * targets.size(0)
        seen += targets.size(0)
    return total / seen
