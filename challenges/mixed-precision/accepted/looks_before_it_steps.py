"""Steps through the scaler where the norm is finite, and else not at all; the update comes always."""

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
        self._scaler = torch.amp.GradScaler(self.device.type, enabled=dtype == torch.float16, growth_interval=100)

    @property
    def scaler(self):
        return self._scaler

    def forward_loss(self, x, y):
        with torch.autocast(self.device.type, dtype=self.dtype):
            return self.loss_fn(self.model(x), y)

    def train_step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.forward_loss(x.to(self.device), y.to(self.device))
        self._scaler.scale(loss).backward()
        self._scaler.unscale_(self.optimizer)
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        if torch.isfinite(norm) or self.dtype != torch.float16:
            self._scaler.step(self.optimizer)
        self._scaler.update()
        return loss.item()
