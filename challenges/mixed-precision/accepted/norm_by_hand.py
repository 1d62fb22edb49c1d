"""The norm and the clipping in a loop over the optimizer's groups; gradients cleared by hand."""

import math

import torch


class MixedPrecisionTrainer:
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0):
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.device = device
        self.dtype = dtype
        self.max_norm = max_norm
        self.kind = device.type if isinstance(device, torch.device) else device.split(":")[0]
        self.scaler = torch.amp.GradScaler(self.kind, init_scale=1024.0, enabled=dtype == torch.float16)

    def parameters(self):
        return [value for group in self.optimizer.param_groups for value in group["params"]]

    def train_step(self, x, y):
        x = x.to(self.device, non_blocking=True)
        y = y.to(self.device, non_blocking=True)
        for value in self.parameters():
            value.grad = None
        with torch.amp.autocast(device_type=self.kind, dtype=self.dtype, cache_enabled=False):
            loss = self.loss_fn(self.model(x), y)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        gradients = [value.grad for value in self.parameters() if value.grad is not None]
        norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
        if norm > self.max_norm:
            for gradient in gradients:
                gradient *= self.max_norm / norm
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return loss.item()
