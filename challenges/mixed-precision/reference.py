"""A training step in mixed precision with loss scaling: Micikevicius et al. 2018."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


class MixedPrecisionTrainer:
    """Trains a float32 model with the forward pass and the loss in `dtype`; the gradient's norm is clipped."""

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        loss_fn: Callable[[Tensor, Tensor], Tensor],
        device: str | torch.device,
        dtype: torch.dtype = torch.float16,
        max_norm: float = 1.0,
    ) -> None:
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.device = torch.device(device)  # of a text or of a device
        self.dtype = dtype
        self.max_norm = max_norm
        # bfloat16 has float32's range and needs no scale: a disabled scaler hands everything through
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=dtype == torch.float16)

    def train_step(self, x: Tensor, y: Tensor) -> float:
        """One step on the batch x: (B, ...), y: (B, ...). Returns the batch's loss, unscaled."""
        x, y = x.to(self.device), y.to(self.device)
        self.optimizer.zero_grad()
        with torch.autocast(self.device.type, dtype=self.dtype):
            loss = self.loss_fn(self.model(x), y)  # ()
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)  # before clipping: max_norm is meant for the true gradients
        nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        self.scaler.step(self.optimizer)  # left out if a gradient was not finite
        self.scaler.update()  # half the scale then; twice, after enough good steps
        return loss.item()
