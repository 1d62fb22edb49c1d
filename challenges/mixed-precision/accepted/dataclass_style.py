"""A dataclass whose scaler is a field made afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch


@dataclass
class MixedPrecisionTrainer:
    model: torch.nn.Module
    optimizer: torch.optim.Optimizer
    loss_fn: Callable
    device: str | torch.device
    dtype: torch.dtype = torch.float16
    max_norm: float = 1.0
    scaler: torch.amp.GradScaler = field(init=False)

    def __post_init__(self):
        self.device = torch.device(self.device)
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self.dtype is torch.float16)

    def train_step(self, x, y):
        self.optimizer.zero_grad()
        with torch.autocast(self.device.type, dtype=self.dtype, enabled=True):
            prediction = self.model(x.to(self.device))
            loss = self.loss_fn(prediction, y.to(self.device))
        value = loss.item()
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.grad is not None], self.max_norm)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return value
