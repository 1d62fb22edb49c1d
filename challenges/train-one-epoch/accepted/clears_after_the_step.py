"""Gradients are cleared to zeros once before the loop and again after each step."""

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train(True)
    optimizer.zero_grad(set_to_none=False)
    losses = []
    for _, batch in enumerate(loader):
        x, y = (tensor.to(device=device) for tensor in batch)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        losses.append(loss.detach())
    return torch.stack(losses).mean().item()
