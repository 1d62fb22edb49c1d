"""Host memory behind device tensors: `adopt` gives a device tensor the memory of a host one, `host_of` looks back.

A device storage carries, as an attribute of its Python object, a host tensor that owns the same bytes. Torch keeps that
object for as long as the storage itself, so the memory lives exactly as long as the tensors that use it.
"""

from __future__ import annotations

import ctypes
from typing import Any, cast

import torch
from torch import Tensor

from dlexam.grading.devices.sim.guard import below_everything
from dlexam.grading.devices.sim.unsupported import Unsupported

NAME = "sim"
CPU = torch.device("cpu")
CPU_KERNELS = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)

_STRIDED = torch.strided
_OWNER = "_host"
_EXTENSION = 12  # DLPack's number for devices of torch's extensions
_DEVICE_AT = 8  # where it stands in a DLPack tensor: behind the pointer to the data
_into_capsule: Any = getattr(torch._C, "_to_dlpack", None)
_out_of_capsule: Any = getattr(torch._C, "_from_dlpack", None)
_content: Any = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
_set = torch.ops.aten.set_.source_Storage_storage_offset
_plain_new = torch.UntypedStorage.__new__


class _Device:
    """The device itself: torch knows its name only once it is registered.

    `by_capsule`: whether this torch makes device tensors of host ones by way of DLPack: in a third of the time.
    """

    known: torch.device = CPU
    by_capsule = False


def device() -> torch.device:
    """The one simulated device. It exists after `install`."""
    return _Device.known


def learn_device() -> None:
    """Look the device up, now that its name is registered."""
    _Device.known = torch.device(NAME, 0)
    host = torch.ones(2, 3).t()
    try:
        made = _relabelled(host)
    except (AttributeError, BufferError, RuntimeError, TypeError, ValueError):
        return
    same = (made.device, made.stride(), made.data_ptr()) == (_Device.known, host.stride(), host.data_ptr())
    _Device.by_capsule = same and made.untyped_storage().nbytes() == host.untyped_storage().nbytes()


def is_ours(tensor: Tensor) -> bool:
    """Whether this tensor lies on the simulated device."""
    return tensor.device == _Device.known


def adopt(host: Tensor) -> Tensor:
    """A device tensor with the memory, shape and strides of this host tensor."""
    if _Device.by_capsule and host.layout is _STRIDED and not host.is_neg() and not host.is_conj():
        try:
            made = _relabelled(host)
        except BufferError:  # numbers that DLPack can't describe
            return tensor_on(_storage_over(host), host)
        storage = made.untyped_storage()
        if not host.storage_offset() and storage.nbytes() == host.untyped_storage().nbytes():
            storage._host = host  # type: ignore[attr-defined]
            return made
    return tensor_on(_storage_over(host), host)


def arrival(host: Tensor) -> Tensor:
    """A host tensor that is used no more, as one of the device, and recorded nowhere."""
    with below_everything():
        return adopt(host)


def departure(tensor: Tensor) -> Tensor:
    """A device tensor's numbers on the host, for reading only and recorded nowhere."""
    with below_everything():
        return readable(tensor)


def _relabelled(host: Tensor) -> Tensor:
    """The host tensor's memory as a tensor of the device: DLPack's description of it, with another device."""
    capsule = _into_capsule(host)
    ctypes.c_int32.from_address(_content(capsule, b"dltensor") + _DEVICE_AT).value = _EXTENSION
    return cast(Tensor, _out_of_capsule(capsule))


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
        and not (tensor.is_neg() or tensor.is_conj())
        and owner.storage_offset() == tensor.storage_offset()
        and ((owner.is_contiguous() and tensor.is_contiguous()) or owner.stride() == tensor.stride())
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
