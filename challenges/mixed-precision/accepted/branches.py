"""A branch for each type: the scaler is left out of bfloat16's step, and a look at the loss comes after all is done."""

import torch
from torch.nn.utils import clip_grad_norm_


class MixedPrecisionTrainer:
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0):
        self.model, self.optimizer, self.loss_fn = model, optimizer, loss_fn
        self.device = device if isinstance(device, torch.device) else torch.device(device)
        self.dtype, self.max_norm = dtype, max_norm
        self.use_scaler = dtype == torch.float16
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self.use_scaler)
        self.skipped = 0

    def train_step(self, x, y):
        for parameter in self.model.parameters():
            parameter.grad = None
        with torch.autocast(self.device.type, dtype=self.dtype):
            loss = self.loss_fn(self.model(x.to(self.device)), y.to(self.device))
        if not self.use_scaler:
            loss.backward()
            clip_grad_norm_(self.model.parameters(), self.max_norm)
            self.optimizer.step()
            return loss.item()
        before = self.scaler.get_scale()
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        clip_grad_norm_(self.model.parameters(), self.max_norm)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.skipped += self.scaler.get_scale() < before
        return loss.item()
