"""Everything inside autocast, backward and step included; parts in methods of their own."""

import torch
from torch import nn


class MixedPrecisionTrainer:
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0, init_scale=2.0**16):
        self.model = model.to(device)
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.device = torch.device(device)
        self.dtype = dtype
        self.max_norm = max_norm
        self.scaler = self._make_scaler(init_scale)

    def _make_scaler(self, init_scale):
        return torch.amp.GradScaler(self.device.type, init_scale=init_scale, enabled=self.dtype == torch.float16)

    def _update(self, loss):
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        nn.utils.clip_grad_norm_(self.model.parameters(), max_norm=self.max_norm, foreach=False)
        self.scaler.step(self.optimizer)
        self.scaler.update()

    def train_step(self, x, y):
        self.model.train()
        with torch.autocast(device_type=self.device.type, dtype=self.dtype):
            self.optimizer.zero_grad(set_to_none=False)
            loss = self.loss_fn(self.model(x.to(self.device)), y.to(self.device))
            self._update(loss)
        return loss.detach().cpu().item()
