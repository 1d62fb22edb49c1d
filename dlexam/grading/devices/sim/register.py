"""`install`: the device type "sim" in this process, made of PrivateUse1 and the kernels of this package.

It starts no thread and runs no backward pass, so a process that has installed it may fork; children have the device.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils import backend_registration

from dlexam.grading.devices.sim import autocast, backward, generators, identity, kernels, recurrent, storage
from dlexam.grading.devices.sim.dispatch import call_on_host, on_host
from dlexam.grading.devices.sim.module import SimModule
from dlexam.grading.devices.sim.plans import plan_of

# These torch would compose, for a backend it doesn't know, of other operators: more steps, other numbers or none.
# The first lines must not be composed, the others are frequent enough for one step to be worth the registration.
_DIRECT = """
    convolution convolution_backward native_dropout native_dropout_backward embedding mse_loss smooth_l1_loss
    add.Tensor sub.Tensor mul.Tensor div.Tensor neg pow.Tensor_Scalar exp log sqrt rsqrt tanh sigmoid maximum minimum
    mm bmm addmm baddbmm sum.dim_IntList mean.dim amax _softmax _log_softmax _softmax_backward_data
    _log_softmax_backward_data sigmoid_backward tanh_backward threshold_backward gelu gelu_backward silu silu_backward
    eq.Tensor eq.Scalar gt.Scalar lt.Scalar lt.Tensor where.self cat gather scatter_add native_layer_norm
    native_layer_norm_backward native_group_norm native_group_norm_backward clone zeros ones full
    _foreach_add_.Scalar _foreach_add_.List _foreach_add.List _foreach_mul_.Scalar _foreach_mul_.Tensor
    _foreach_div_.Scalar _foreach_div_.ScalarList _foreach_div_.List _foreach_lerp_.Scalar _foreach_addcmul_.Scalar
    _foreach_addcdiv_.Scalar _foreach_addcdiv_.ScalarList _foreach_sqrt _foreach_sqrt_ _foreach_neg _foreach_zero_
    _foreach_norm.Scalar _foreach_maximum_.List
"""

_libraries: list[Any] = []
_Library: Any = torch.library.Library


def installed() -> bool:
    """Whether this process, or the one it was forked from, has the device."""
    return bool(_libraries)


def install() -> None:
    """Register the device type "sim". The second call and later ones do nothing."""
    if installed():
        return
    backend_registration._setup_privateuseone_for_python_backend(
        storage.NAME, backend_module=SimModule(autocast.register), device_guard=backward.Guard()
    )
    storage.learn_device()
    storage.make_storages_constructible()
    generators.replace_generator_class()
    identity.move_in_place()
    backward.run_backward_here()
    torch.Tensor.pin_memory = _pin_memory  # type: ignore[assignment, method-assign]
    torch.accelerator.synchronize = _synchronize
    _register_kernels()


def _register_kernels() -> None:
    every = _Library("_", "IMPL", "PrivateUse1")
    every.fallback(on_host)
    unless_cast = _Library("_", "IMPL", "AutocastPrivateUse1")
    unless_cast.fallback(torch.library.fallthrough_kernel)
    library = _Library("aten", "IMPL", "PrivateUse1")
    _libraries.extend((every, unless_cast, library))
    _implement(library, kernels.KERNELS, lambda _, kernel: kernel)
    _implement(library, recurrent.KERNELS, _by)
    _implement(library, dict.fromkeys(_DIRECT.split()), lambda op, _: _by(op, None))
    _implement(library, dict.fromkeys(kernels.VIEWS), lambda op, _: functools.partial(_view, op))


def _implement(library: Any, named: dict[str, Any], make: Callable[[Any, Any], Callable[..., Any]]) -> None:
    for name, kernel in named.items():
        base, _, overload = name.partition(".")
        op = getattr(getattr(torch.ops.aten, base), overload or "default")
        plan_of(op)  # read now: it would be read anew in every forked child
        library.impl(name, make(op, kernel))


def _by(op: Any, kernel: Callable[..., Any] | None) -> Callable[..., Any]:
    plan = plan_of(op)

    def run(*args: Any, **kwargs: Any) -> Any:
        return call_on_host(op, plan, kernel, args, kwargs)

    return run


def _view(op: Any, *args: Any, **kwargs: Any) -> Any:
    return op.redispatch(storage.CPU_KERNELS, *args, **kwargs)


def _pin_memory(tensor: Tensor, device: Any = None) -> Tensor:
    """Host memory has nothing to be pinned for: a copy in plain memory."""
    return tensor.clone()


def _synchronize(device: Any = None, /) -> None:
    """Every operation has ended when it returns."""
