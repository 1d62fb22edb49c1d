"""Host memory behind device tensors: `adopt` gives a device tensor the memory of a host one, `host_of` looks back.

A device storage carries, as an attribute of its Python object, a host tensor that owns the same bytes. Torch keeps that
object for as long as the storage itself, so the memory lives exactly as long as the tensors that use it.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor

from dlexam.grading.sim.unsupported import Unsupported

NAME = "sim"
CPU = torch.device("cpu")
CPU_KERNELS = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)

_OWNER = "_host"
_set = torch.ops.aten.set_.source_Storage_storage_offset
_plain_new = torch.UntypedStorage.__new__


class _Device:
    """The device itself: torch knows its name only once it is registered."""

    known: torch.device = CPU


def device() -> torch.device:
    """The one simulated device. It exists after `install`."""
    return _Device.known


def learn_device() -> None:
    """Look the device up, now that its name is registered."""
    _Device.known = torch.device(NAME, 0)


def is_ours(tensor: Tensor) -> bool:
    """Whether this tensor lies on the simulated device."""
    return tensor.device == _Device.known


def adopt(host: Tensor) -> Tensor:
    """A device tensor with the memory, shape and strides of this host tensor."""
    return tensor_on(_storage_over(host), host)


def tensor_on(storage: torch.UntypedStorage, like: Tensor) -> Tensor:
    """A device tensor on a device storage, laid out as `like`, a host tensor, is on its own."""
    made = torch._C._acc.create_empty_tensor((0,), like.dtype)
    point(made, storage, like)
    if like.is_conj():
        made = torch._conj(made)
    return torch._neg_view(made) if like.is_neg() else made


def point(tensor: Tensor, storage: torch.UntypedStorage, like: Tensor) -> None:
    """Point a device tensor, in place, to a device storage with the layout of `like`."""
    # The CPU's kernel only writes the tensor's description, which is no matter of where the bytes are.
    _set.redispatch(CPU_KERNELS, tensor, storage, like.storage_offset(), like.size(), like.stride())


def repoint(tensor: Tensor, storage: torch.UntypedStorage, host: Tensor) -> None:
    """Have a device tensor follow `host`, its host tensor, after a kernel changed its layout or its memory."""
    memory = host.untyped_storage()
    moved = memory.data_ptr() != storage.data_ptr() or memory.nbytes() != storage.nbytes()
    if moved:
        point(tensor, _storage_over(host), host)
    elif (host.size(), host.stride()) != (tensor.size(), tensor.stride()) or (
        host.storage_offset() != tensor.storage_offset()
    ):
        point(tensor, storage, host)


def host_of(tensor: Tensor) -> Tensor:
    """A host tensor on the memory of a device tensor, with its shape, strides and dtype."""
    return host_on(tensor.untyped_storage(), tensor)


def readable(tensor: Tensor) -> Tensor:
    """A host tensor as `host_of` gives it, for reading only: the owner of the memory itself, where that will do."""
    storage = tensor.untyped_storage()
    owner = owner_of(storage)
    if (
        owner.dtype is tensor.dtype
        and owner.size() == tensor.size()
        and owner.stride() == tensor.stride()
        and owner.storage_offset() == tensor.storage_offset()
        and not (tensor.is_conj() or tensor.is_neg())
    ):
        return owner
    return host_on(storage, tensor)


def host_on(storage: torch.UntypedStorage, tensor: Tensor) -> Tensor:
    """`host_of`, for who has the device tensor's storage at hand."""
    owner = owner_of(storage)
    if owner.dtype is tensor.dtype:
        host = torch.as_strided(owner, tensor.size(), tensor.stride(), tensor.storage_offset())
    else:
        host = torch.empty(0, dtype=tensor.dtype, device=CPU)
        host.set_(owner.untyped_storage(), tensor.storage_offset(), tensor.size(), tensor.stride())
    if tensor.is_conj():
        host = torch._conj(host)
    return torch._neg_view(host) if tensor.is_neg() else host


def owner_of(storage: torch.UntypedStorage) -> Tensor:
    """The host tensor that owns a device storage's bytes."""
    owner = getattr(storage, _OWNER, None)
    if owner is None:
        raise Unsupported("a storage that was not made by an operation on the device")
    assert isinstance(owner, Tensor)
    return owner


def _storage_over(host: Tensor) -> torch.UntypedStorage:
    if host.layout is not torch.strided or host.is_quantized:
        raise Unsupported(f"tensors of layout {host.layout} or of quantized numbers")
    if host.is_conj() or host.is_neg():
        host = torch.empty(0, dtype=host.dtype, device=CPU).set_(host.untyped_storage())
    memory = host.untyped_storage()
    storage = torch._C._construct_storage_from_data_pointer(memory.data_ptr(), _Device.known, memory.nbytes())
    setattr(storage, _OWNER, host)
    return cast(torch.UntypedStorage, storage)


def _new_storage(cls: type, *arguments: Any, **options: Any) -> Any:
    """`torch.UntypedStorage(...)`, also for the device, which has no allocator in C++ (torch would crash)."""
    wanted = options.get("device")
    if wanted is None or torch.device(wanted).type != NAME:
        return _plain_new(cls, *arguments, **options)
    size = arguments[0] if arguments else options.get("size", 0)
    if not isinstance(size, int):
        raise Unsupported("a storage made on the device from anything but a size")
    return _storage_over(torch.empty(size, dtype=torch.uint8, device=CPU))


def make_storages_constructible() -> None:
    """Let `torch.UntypedStorage(size, device="sim")` work: copying and loading storages is built on it."""
    torch.UntypedStorage.__new__ = _new_storage  # type: ignore[method-assign]
