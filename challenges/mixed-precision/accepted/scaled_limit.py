"""Clips the scaled gradients to a scaled limit, and leaves the division to scaler.step."""

import torch
from torch import nn


class MixedPrecisionTrainer:
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0):
        self.model, self.optimizer, self.loss_fn = model, optimizer, loss_fn
        self.device, self.dtype, self.max_norm = torch.device(device), dtype, max_norm
        self.scaler = torch.amp.GradScaler(device=self.device.type, enabled=dtype is torch.float16)

    def train_step(self, x, y):
        self.model.zero_grad()
        with torch.autocast(self.device.type, self.dtype):
            loss = self.loss_fn(self.model(x.to(self.device)), y.to(self.device))
        self.scaler.scale(loss).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm * self.scaler.get_scale())
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return float(loss.detach())
