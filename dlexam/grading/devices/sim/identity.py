"""`parameter.data = tensor` across devices: a parameter that moves stays the object that an optimizer holds.

Torch lets CPU and CUDA tensors take each other's place so, and `Module.to` is built on it, but not those of a backend
written in Python. Here assigning across puts a new implementation behind the same Python object; hooks and a gradient
move along. Nothing changes for assignments within one device, and no global flag is set.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from dlexam.grading.devices.sim.storage import CPU, is_ours

_plain: Any = torch._C.TensorBase.data
_plain_compatible = torch._has_compatible_shallow_copy_type
_plain_script_apply: Any = torch.jit.ScriptModule._apply


def move_in_place() -> None:
    """Let `.data` be assigned across devices, and `Module.to` use it."""
    torch.Tensor.data = property(_plain.__get__, _assign)  # type: ignore[assignment]
    torch._has_compatible_shallow_copy_type = _compatible
    torch.jit.ScriptModule._apply = _apply_to_script  # type: ignore[assignment]


def _crosses(one: Tensor, other: Tensor) -> bool:
    return CPU in (one.device, other.device) and is_ours(one) != is_ours(other)


def _compatible(*pair: Any, **named: Any) -> bool:  # torch's compiler compares signatures, but not with this one
    return (not named and _crosses(*pair)) or _plain_compatible(*pair, **named)


def _apply_to_script(module: Any, *arguments: Any, **options: Any) -> Any:
    """`ScriptModule._apply`: C++ holds its tensors, behind no object that could be given another implementation.

    So it takes new tensors.
    """
    before = torch._has_compatible_shallow_copy_type
    torch._has_compatible_shallow_copy_type = _plain_compatible
    try:
        return _plain_script_apply(module, *arguments, **options)
    finally:
        torch._has_compatible_shallow_copy_type = before


def _assign(tensor: Tensor, value: Tensor) -> None:
    if not (isinstance(value, Tensor) and _crosses(tensor, value)):
        _plain.__set__(tensor, value)
        return
    gradient, needs = tensor.grad if tensor.is_leaf else None, tensor.requires_grad
    fresh = value.detach()
    fresh.requires_grad_(needs)
    hooks, later = tensor._backward_hooks, getattr(tensor, "_post_accumulate_grad_hooks", None)
    torch._C._swap_tensor_impl(tensor, fresh)
    _carry(tensor, hooks, later)
    if gradient is not None:
        gradient.data = gradient.to(value.device)
        tensor.grad = gradient


def _carry(tensor: Tensor, hooks: Any, later: Any) -> None:
    """Put the hooks that the old implementation held behind the new one."""
    if hooks:
        tensor._backward_hooks = hooks
    if later:
        tensor._post_accumulate_grad_hooks = later
