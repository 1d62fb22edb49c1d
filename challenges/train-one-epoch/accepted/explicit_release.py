"""Every reference to the graph is dropped by hand, and all batches are gathered first."""

import torch


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    for module in model.modules():
        module.training = True
    total = 0.0
    data = list(loader)
    for features, labels in data:
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                parameter.grad = None
        output = model(torch.as_tensor(features, device=device))
        loss = loss_fn(output, torch.as_tensor(labels, device=device))
        loss.backward()
        optimizer.step()
        total = total + loss.detach().cpu().item()
        del output, loss
    return total / len(data)
