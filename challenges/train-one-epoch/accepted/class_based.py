"""A small trainer class does the work; the batch is moved by a helper that goes through any nesting."""

import numpy as np
import torch


def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch if batch.device == device else batch.to(device)
    return type(batch)(to_device(part, device) for part in batch)


class Trainer:
    def __init__(self, model, optimizer, loss_fn, device):
        self.model, self.optimizer, self.loss_fn, self.device = model, optimizer, loss_fn, device
        self.history = []

    def step(self, batch):
        x, y = to_device(batch, self.device)
        self.optimizer.zero_grad()
        loss = self.loss_fn(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.history.append((loss.item(), len(x)))

    def epoch(self, loader):
        self.model.train()
        for batch in loader:
            self.step(batch)
        losses, sizes = zip(*self.history)
        return np.average(losses, weights=sizes)


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    return Trainer(model, optimizer, loss_fn, device).epoch(loader)
