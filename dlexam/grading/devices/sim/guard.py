"""Below everything: dispatch for host tensors straight to the CPU's kernels, whatever transforms are at work above."""

from __future__ import annotations

from typing import Any

import torch

_Key = torch._C.DispatchKey
_EVERY = torch._C._dispatch_keyset_full()
_BACKENDS = torch._C._dispatch_keyset_full_after(_Key.ADInplaceOrView)
_ABOVE = (_EVERY - _BACKENDS).add(_Key.FuncTorchDynamicLayerBackMode)  # autograd, autocast, vmap and their like
_NEEDED = torch._C.DispatchKeySet(_Key.BackendSelect)  # factories find their device by it


def below_everything() -> Any:
    """A context in which operators on host tensors reach the CPU's kernels: no autograd, autocast or transforms.

    The operator that brought us here has been through all of these; what it computes on the host must not be again.
    """
    return torch._C._ForceDispatchKeyGuard(_NEEDED, _ABOVE)
