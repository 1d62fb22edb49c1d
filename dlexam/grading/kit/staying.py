"""Staying on the device: numbers that a submission copied from there to the CPU are counted, and told with their line.

The simulated device records such copies by itself; for a real accelerator they are watched where torch dispatches them.
Both see what goes through torch's operators: `.cpu()`, `.to(...)`, `copy_`, `.tolist()`, `.item()` and `bool(tensor)`.
"""

from __future__ import annotations

import contextlib
import linecache
from collections import Counter
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from dlexam.grading.devices.transfers import BLAMED, forget_transfers, record, transfers
from dlexam.grading.kit.cases import Fault

_READS = ("_local_scalar_dense", "allclose", "item", "is_nonzero")  # the latter two in inference mode
_COPIES = {"_to_copy": 0, "to": 0, "copy_": 1}  # operator -> which argument is the source


@contextlib.contextmanager
def staying(device: torch.device, reads: int) -> Iterator[None]:
    """Raise Fault in the end if the submission copied more than `reads` numbers from the device to the CPU."""
    if device.type == "cpu":
        yield
        return
    forget_transfers()
    with contextlib.nullcontext() if device.type == "sim" else _watched():
        yield
    _complain(reads)


@contextlib.contextmanager
def _watched() -> Iterator[None]:
    # backward passes on this thread: its stack tells whose copy it was
    with torch.autograd.set_multithreading_enabled(False), Watch():  # type: ignore[no-untyped-call]
        yield


class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Records what crosses between host and device, whatever device that is."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func._schema.name.removeprefix("aten::")
        if name in _READS and args[0].device.type != "cpu":
            record("item", 1)
        elif name in _COPIES:
            source = args[_COPIES[name]]
            if (source.device.type == "cpu") != (result.device.type == "cpu"):
                record("to host" if result.device.type == "cpu" else "to device", source.numel())
        return result


def _complain(reads: int) -> None:
    copied: Counter[int] = Counter()
    for one in transfers():
        if one.kind != "to device" and one.file in BLAMED and one.line is not None:
            copied[one.line] += one.numbers
    if copied.total() <= reads:
        return
    line, count = copied.most_common(1)[0]
    text = linecache.getline("submission.py", line).strip()
    raise Fault(
        f"line {line}{f': `{text}`' if text else ''} copies {count} {'number' if count == 1 else 'numbers'} "
        f"from the device to the CPU{f', where {reads} may be read in all' if reads else ''}: stay on the device"
    )
