"""A plain trainer, and a subclass that puts precision around its parts."""

import contextlib

import torch


class Trainer:
    def __init__(self, model, optimizer, loss_fn, device, max_norm=1.0):
        self.model, self.optimizer, self.loss_fn, self.max_norm = model, optimizer, loss_fn, max_norm
        self.device = torch.device(device)

    def precision(self):
        return contextlib.nullcontext()

    def backward(self, loss):
        loss.backward()

    def advance(self):
        self.optimizer.step()

    def train_step(self, x, y):
        x, y = (tensor.to(self.device) for tensor in (x, y))
        self.optimizer.zero_grad()
        with self.precision():
            loss = self.loss_fn(self.model(x), y)
        self.backward(loss)
        self.clip()
        self.advance()
        return loss.item()

    def clip(self):
        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        norm = torch.cat([gradient.flatten() for gradient in gradients]).norm()
        factor = (self.max_norm / (norm + 1e-6)).clamp(max=1.0)
        for gradient in gradients:
            gradient.mul_(factor)


class MixedPrecisionTrainer(Trainer):
    def __init__(self, model, optimizer, loss_fn, device, dtype=torch.float16, max_norm=1.0):
        super().__init__(model, optimizer, loss_fn, device, max_norm)
        self.dtype = dtype
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=dtype == torch.float16)

    def precision(self):
        return torch.autocast(self.device.type, dtype=self.dtype)

    def backward(self, loss):
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)

    def advance(self):
        self.scaler.step(self.optimizer)
        self.scaler.update()
