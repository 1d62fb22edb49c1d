"""Which devices may meet in one operation, and what CUDA says of those that may not."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from dlexam.grading.devices.sim.generators import is_device_generator
from dlexam.grading.devices.sim.plans import Argument, Plan
from dlexam.grading.devices.sim.storage import CPU, NAME, device, is_ours
from dlexam.grading.devices.sim.unsupported import Unsupported


def check_guest(tensor: Tensor, argument: Argument, plan: Plan) -> None:
    """Pass a tensor of another device as an argument beside the device's own, or raise what CUDA raises.

    Legal are CPU indices, and CPU tensors of no dimension where the operator computes element by element.
    """
    if tensor.device == CPU and (argument.lenient or (plan.scalars_mix and tensor.dim() == 0 and not argument.written)):
        return
    if plan.indexing and argument.name == "self":
        raise RuntimeError(
            f"indices should be either on cpu or on the same device as the indexed tensor ({tensor.device})"
        )
    raise RuntimeError(
        "Expected all tensors to be on the same device, but found at least two devices, "
        f"{device()} and {tensor.device}! (when checking argument for argument {argument.name} in method {plan.name})"
    )


def check_indices(arguments: Any) -> None:
    """Refuse to index a CPU tensor by one on the device (CPU tensors can't read there)."""
    indexed = arguments[0]
    if isinstance(indexed, Tensor) and not is_ours(indexed):
        raise RuntimeError(
            f"indices should be either on cpu or on the same device as the indexed tensor ({indexed.device})"
        )


def check_generator(generator: torch.Generator) -> None:
    """Refuse a CPU generator for numbers on the device."""
    if not is_device_generator(generator):
        raise RuntimeError(f"Expected a '{NAME}' device type for generator but found '{generator.device.type}'")


def check_target(wanted: torch.device, plan: Plan) -> None:
    """Refuse an operator that is to leave its result elsewhere: the few there are have kernels of their own."""
    if wanted.type != NAME:
        raise Unsupported(f"{plan.name} from {device()} to {wanted}")
    check_ordinal(wanted)


def check_ordinal(wanted: torch.device) -> None:
    """Refuse a second device: there is one."""
    if wanted.type == NAME and wanted.index not in (None, 0):
        raise RuntimeError(f"invalid device ordinal: there is one device, {device()}, and no {wanted}")
