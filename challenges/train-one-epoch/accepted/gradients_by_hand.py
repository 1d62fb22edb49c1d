"""Gradients are asked for and put in place by hand, so that there is nothing to clear."""

import statistics

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    everything = [p for group in optimizer.param_groups for p in group["params"]]
    trained = [p for p in everything if p.requires_grad]
    for parameter in everything:
        parameter.grad = None
    losses = []
    for x, y in loader:
        loss = loss_fn(model(x.to(device)), y.to(device))
        for parameter, gradient in zip(trained, torch.autograd.grad(loss, trained, allow_unused=True)):
            parameter.grad = gradient
        optimizer.step()
        losses.append(loss.item())
    return statistics.fmean(losses)
