"""Real accelerators: which of them are here, what a process needs to use one, what one can't do.

Torch is imported only by those functions that say so; they are for the judge and the cells, never for a nursery: what
touches an accelerator can't be forked any more.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dlexam.errors import DlexamError

KINDS = ("cuda", "mps", "xpu")  # the best first
ANY = "accelerator"  # "the best there is, else the simulated one": for a judge to settle

# CUDA's device nodes: NVIDIA's, those of Windows' Linux (dxg), and AMD's (kfd), which torch calls "cuda" as well.
_NODES = {
    "cuda": ("/dev/nvidiactl", "/dev/nvidia[0-9]*", "/dev/nvidia-uvm*", "/dev/nvidia-caps", "/dev/dxg", "/dev/kfd",
             "/dev/dri"),
    "xpu": ("/dev/dri", "/dev/dxg"),
    "mps": (),
}  # fmt: skip
_SIGNS = {"cuda": ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd"), "xpu": ("/dev/dri", "/dev/dxg")}
# What drivers read of the machine's description, and their libraries where no package manager puts them.
_FILES = (
    "/proc/driver/nvidia*", "/proc/devices", "/proc/modules", "/proc/meminfo", "/proc/cpuinfo", "/proc/sys/vm",
    "/sys/devices/system", "/sys/devices/pci*", "/sys/bus/pci", "/sys/module/nvidia*", "/sys/class/drm",
    "/sys/class/kfd", "/sys/dev/char", "/usr/lib/wsl", "/usr/local/nvidia", "/usr/local/cuda*", "/opt/rocm*",
    "/etc/OpenCL", "/usr/share/nvidia",
)  # fmt: skip
PACKAGES = ("nvidia", "triton", "cusparselt", "intel_extension_for_pytorch")
CHOSEN_BY_THE_USER = (
    "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "ZE_AFFINITY_MASK",
)  # fmt: skip


def settle(asked: Iterable[str], available: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """The devices asked for, `ANY` replaced by the best there is. DlexamError for one that torch can't use here.

    Imports torch, unless another way to know what is `available` is given.
    """
    check = usable if available is None else available
    settled = []
    for device in asked:
        if device == ANY:
            device = next(filter(check, KINDS), "sim")
        elif device in KINDS and not check(device):
            raise DlexamError(*_absent(device))
        settled.append(device)
    return tuple(settled)


def possible(kind: str) -> bool:
    """Whether there may be such an accelerator: False says that there is none. Free of torch, and at once."""
    if kind == "mps":
        import platform

        return sys.platform == "darwin" and platform.machine() == "arm64"
    if sys.platform != "linux":
        return sys.platform == "win32"
    return any(map(os.path.exists, _SIGNS[kind]))


def absent(kind: str) -> DlexamError:
    """What to say where an accelerator was asked for and there is none."""
    return DlexamError(*_absent(kind))


def _absent(kind: str) -> tuple[str, str]:
    told = f"There is no {kind} device here that PyTorch can use."
    return told, "leave out --device, or say --device sim; `dlexam doctor` shows which PyTorch is installed"


@functools.cache
def usable(kind: str) -> bool:
    """Whether torch, which this imports, can use one."""
    import torch

    backend: Any = torch.backends.mps if kind == "mps" else getattr(torch, kind)
    return possible(kind) and bool(backend.is_available())


def has(device: str, dtype: str) -> bool:
    """Whether a device computes with a dtype: MPS knows no float64."""
    return device != "mps" or dtype != "float64"


@functools.cache
def start(device: str) -> None:
    """Use a real device for the first time in this process, and have it compute in full precision. Imports torch."""
    if device not in KINDS:
        return
    import torch

    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    x = torch.ones(2, 2, device=device)
    (x @ x).sum().item()


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The variables of a nursery whose cells use an accelerator: the user's choice of device, and nothing on disk.

    Kernels are waited for one by one, so that an error is raised at the line that caused it.
    """
    return {name: given[name] for name in (*CHOSEN_BY_THE_USER, "LD_LIBRARY_PATH") if name in given} | {
        "CUDA_CACHE_DISABLE": "1",
        "CUDA_MODULE_LOADING": "LAZY",
        "CUDA_LAUNCH_BLOCKING": "1",
    }


def nodes(kind: str) -> list[Path]:
    """The device files that a process needs to read, write and control, those that exist."""
    return _existing(_NODES[kind])


def files(kind: str) -> list[Path]:
    """What a process must be able to read to use the accelerator, those that exist."""
    return [] if kind == "mps" else _existing(_FILES)


def _existing(patterns: Iterable[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(Path("/").glob(pattern.lstrip("/")))]
