"""Steps by itself after clipping: an infinite norm makes the finite gradients 0, and momentum moves on."""
# caught by: not-finite

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
            loss = self.loss_fn(self.model(x), y)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        for value in self.model.parameters():
            if value.grad is not None and not value.grad.isfinite().all():
                value.grad = None
        self.optimizer.step()
        self.scaler.update()
        return loss.item()
