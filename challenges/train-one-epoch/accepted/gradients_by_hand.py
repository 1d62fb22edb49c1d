"""Gradients are asked for and put in place by hand, so that there is nothing to clear."""

import statistics

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    parameters = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
    losses = []
    for x, y in loader:
        loss = loss_fn(model(x.to(device)), y.to(device))
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        optimizer.step()
        losses.append(loss.item())
    return statistics.fmean(losses)
