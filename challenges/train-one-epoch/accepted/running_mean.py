"""The mean is kept up to date batch by batch; the loader is driven by hand."""

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    mean = 0.0
    batches = iter(loader)
    count = 0
    while True:
        try:
            x, y = next(batches)
        except StopIteration:
            return mean
        count += 1
        x = x.to(device)
        y = y.to(device)
        with torch.enable_grad():
            prediction = model(x)
            loss = loss_fn(prediction, y)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        mean += (loss.item() - mean) / count
