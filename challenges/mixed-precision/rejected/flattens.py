"""Flattens what has more than two dimensions."""
# caught by: any-batch

import torch
from torch import nn


class MixedPrecisionTrainer:
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0):
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.device = torch.device(device)
        self.dtype = dtype
        self.max_norm = max_norm
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=dtype == torch.float16)

    def train_step(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
        self.optimizer.zero_grad()
        with torch.autocast(self.device.type, dtype=self.dtype):
            loss = self.loss_fn(
                self.model(x.flatten(1) if x.dim() > 3 else x.reshape(-1, x.shape[-1])),
                y.reshape(-1, y.shape[-1]) if y.dim() > 1 else y,
            )
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return loss.item()
