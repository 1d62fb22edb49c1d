"""The operators that the CPU's kernel can't simply stand in for: copies across, items, and a tensor's own storage."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor

from dlexam.grading.devices.sim import rules
from dlexam.grading.devices.sim.guard import below_everything
from dlexam.grading.devices.sim.storage import CPU, CPU_KERNELS, NAME, adopt, host_of, is_ours, readable
from dlexam.grading.devices.transfers import record

_aten = torch.ops.aten
_copy = _aten._to_copy.default

# Operators that only write a new description of the same memory: the CPU's kernel does so for any device.
VIEWS = ("as_strided", "view", "_reshape_alias")


def copy_(self: Tensor, src: Tensor, non_blocking: bool = False) -> Tensor:
    """`self.copy_(src)` where either or both lie on the device."""
    to_device, from_device = is_ours(self), is_ours(src)
    _record_crossing(src, from_device, to_device)
    with below_everything():
        (host_of(self) if to_device else self).copy_(host_of(src) if from_device else src)
    return self


def _record_crossing(source: Tensor, from_device: bool, to_device: bool) -> None:
    if from_device != to_device:
        record("to device" if to_device else "to host", source.numel())


def to_copy(self: Tensor, *, device: torch.device | None = None, pin_memory: Any = None, **options: Any) -> Tensor:
    """`self.to(...)`, where it copies, from or to the device: `options` are dtype, memory format and the like."""
    target = self.device if device is None else device
    rules.check_ordinal(target)
    from_device, to_device = is_ours(self), target.type == NAME
    _record_crossing(self, from_device, to_device)
    with below_everything():
        source = readable(self) if from_device else self
        host = _copy.redispatch(CPU_KERNELS, source, device=CPU if to_device else target, **options)
        return adopt(host) if to_device else cast(Tensor, host)


def local_scalar_dense(self: Tensor) -> Any:
    """`self.item()`."""
    record("item", 1)
    with below_everything():
        return host_of(self).item()


def empty(
    size: Any, *, dtype: Any = None, layout: Any = None, device: Any = None, pin_memory: Any = None,
    memory_format: Any = None,
) -> Tensor:  # fmt: skip
    """`torch.empty` on the device."""
    if device is not None:
        rules.check_ordinal(device)
    memory_format = memory_format or torch.contiguous_format
    with below_everything():
        return adopt(torch.empty(size, dtype=dtype, layout=layout, device=CPU, memory_format=memory_format))


def empty_strided(
    size: Any, stride: Any, *, dtype: Any = None, layout: Any = None, device: Any = None, pin_memory: Any = None
) -> Tensor:
    """`torch.empty_strided` on the device."""
    if device is not None:
        rules.check_ordinal(device)
    with below_everything():
        return adopt(torch.empty_strided(size, stride, dtype=dtype, layout=layout, device=CPU))


def efficient_zeros(
    size: Any, *, dtype: Any = None, layout: Any = None, device: Any = None, pin_memory: Any = None
) -> Tensor:
    """Zeros that need no memory, which forward-mode derivatives use; here they have some."""
    with below_everything():
        return adopt(torch.zeros(size, dtype=dtype, layout=layout, device=CPU))


def set_to_part(self: Tensor, source: Any, storage_offset: Any, size: Any, stride: Any = ()) -> Tensor:
    """`self.set_(storage, ...)`."""
    _aten.set_.source_Storage_storage_offset.redispatch(CPU_KERNELS, self, source, storage_offset, size, stride)
    return self


def set_to_storage(self: Tensor, source: Any) -> Tensor:
    """`self.set_(storage)`: all of it, in a row."""
    return set_to_part(self, source, 0, [source.nbytes() // self.element_size()], [1])


def set_to_tensor(self: Tensor, source: Tensor) -> Tensor:
    """`self.set_(tensor)`."""
    return set_to_part(self, source.untyped_storage(), source.storage_offset(), source.size(), source.stride())


def set_to_nothing(self: Tensor) -> Tensor:
    """`self.set_()`."""
    return set_to_tensor(self, adopt(torch.empty(0, dtype=self.dtype, device=CPU)))


def is_pinned(self: Tensor, device: Any = None) -> bool:
    """Nothing is pinned: there is nothing to pin it for."""
    return False


KERNELS = {
    "copy_": copy_,
    "_to_copy": to_copy,
    "_local_scalar_dense": local_scalar_dense,
    "empty.memory_format": empty,
    "empty_strided": empty_strided,
    "_efficientzerotensor": efficient_zeros,
    "set_.source_Storage_storage_offset": set_to_part,
    "set_.source_Storage": set_to_storage,
    "set_.source_Tensor": set_to_tensor,
    "set_": set_to_nothing,
    "is_pinned": is_pinned,
}
