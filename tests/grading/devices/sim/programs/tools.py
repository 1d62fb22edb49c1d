"""What the programs share: numbers drawn on the CPU, and a module's way forward and back."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


def numbers(*shape: int, seed: int = 0) -> Tensor:
    """The same Gaussian numbers on every call, on the CPU."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def kind(device: str) -> str:
    """The device's type."""
    return torch.device(device).type


def there_and_back(module: nn.Module, *inputs: Tensor, device: str) -> list[Tensor]:
    """Outputs, and gradients of inputs and parameters, of a module built on the CPU and moved; all on the device."""
    module = module.to(device)
    moved = [x.to(device) for x in inputs]
    leaves = [x.requires_grad_() if x.is_floating_point() else x for x in moved]
    out: Any = module(*leaves)
    first = out[0] if isinstance(out, tuple) else out
    assert first.device.type == kind(device)
    first.square().mean().backward()
    grads = [x.grad for x in (*leaves, *module.parameters()) if x.grad is not None]
    assert all(grad.device == first.device for grad in grads)
    assert all(buffer.device == first.device for buffer in module.buffers())
    return [first, *grads, *module.buffers()]
