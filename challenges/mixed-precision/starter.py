"""A training step in mixed precision."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


class MixedPrecisionTrainer:
    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        loss_fn: Callable[[Tensor, Tensor], Tensor],
        device: str | torch.device,
        dtype: torch.dtype = torch.float16,
        max_norm: float = 1.0,
    ) -> None:
        raise NotImplementedError("MixedPrecisionTrainer.__init__ is still to be written: it needs a `scaler`, too")

    def train_step(self, x: Tensor, y: Tensor) -> float:
        raise NotImplementedError("MixedPrecisionTrainer.train_step is still to be written")
