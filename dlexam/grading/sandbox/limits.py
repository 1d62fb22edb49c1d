"""Resource limits of a cell: memory, processor time, files, descriptors."""

from __future__ import annotations

import os
import resource

from msgspec import Struct

_MIB = 1 << 20
_LARGEST_FILE = 64 * _MIB
_DESCRIPTORS = 64


class Limits(Struct, frozen=True, kw_only=True):
    """What a submission may use: `seconds` of processor time a case, `total` seconds a file, `memory` MiB a cell."""

    seconds: float = 2.0
    total: float = 20.0
    memory: int = 1024


def apply(limits: Limits, mapped: int | None) -> None:
    """Limit this process, for good: `memory` comes on top of the bytes that the warm process has mapped already."""
    if mapped is not None:
        _cap(resource.RLIMIT_AS, mapped + limits.memory * _MIB)
    _cap(resource.RLIMIT_CPU, int(limits.total) + 2)
    _cap(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _cap(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    _cap(resource.RLIMIT_CORE, 0)
    if hasattr(resource, "RLIMIT_MSGQUEUE"):
        _cap(resource.RLIMIT_MSGQUEUE, 0)


def _cap(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def mapped_bytes() -> int | None:
    """This process's address space, bytes; None where it can't be measured, and so isn't limited."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None  # not Linux


def be_the_first_to_go() -> None:
    """When the machine runs out of memory, the kernel is to take the cell and nothing else."""
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
    except OSError:
        pass  # not Linux
