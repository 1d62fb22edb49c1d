"""Resource limits of a cell: memory, processor time, files, descriptors."""

from __future__ import annotations

import os
import resource

from msgspec import Struct

_MIB = 1 << 20
_LARGEST_FILE = 16 * _MIB
_DESCRIPTORS = 64
_DRIVER_DESCRIPTORS, _DRIVER_SECONDS, _DRIVER_MEMORY = 1024, 20, 4096 * _MIB  # what an accelerator's driver takes
_TASKS = 2048  # besides all that run on the machine already: the kernel counts them by user, not by process


class Limits(Struct, frozen=True, kw_only=True):
    """What a submission may use: `seconds` of processor time a case, `total` seconds a file, `memory` MiB a cell."""

    seconds: float = 2.0
    total: float = 20.0
    memory: int = 1024


def apply(limits: Limits, mapped: int | None, tasks: int | None, driver: bool = False) -> None:
    """Limit this process, for good.

    `memory` comes on top of the bytes that the warm process has `mapped` already; `tasks` run on the machine now.
    With a `driver` of an accelerator, which reserves address space by the terabyte, only memory that is private and
    can be written counts.
    """
    if mapped is not None:
        which, more = (resource.RLIMIT_DATA, _DRIVER_MEMORY) if driver else (resource.RLIMIT_AS, 0)
        _cap(which, mapped + limits.memory * _MIB + more)
    seconds = int(limits.total) + 2 + driver * _DRIVER_SECONDS
    _cap(resource.RLIMIT_CPU, seconds, 1)  # a warning, SIGXCPU, and a second later SIGKILL
    _cap(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _cap(resource.RLIMIT_NOFILE, _DRIVER_DESCRIPTORS if driver else _DESCRIPTORS)
    _cap(resource.RLIMIT_CORE, 0)
    if tasks is not None:
        _cap(resource.RLIMIT_NPROC, tasks + _TASKS)
    if hasattr(resource, "RLIMIT_MSGQUEUE"):
        _cap(resource.RLIMIT_MSGQUEUE, 0)


def _cap(which: int, value: int, grace: int = 0) -> None:
    _, hard = resource.getrlimit(which)
    most = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(which, (min(value, most), most))


def mapped_bytes() -> int | None:
    """This process's address space, bytes; None where it can't be measured, and so isn't limited."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None  # not Linux


def tasks() -> int | None:
    """How many tasks (threads of all processes) the machine has now; None where that can't be seen."""
    try:
        with open("/proc/loadavg") as load:
            return int(load.read().split()[3].split("/")[1])
    except (OSError, ValueError, IndexError):
        return None  # not Linux


def be_the_first_to_go() -> None:
    """When the machine runs out of memory, the kernel is to take the cell and nothing else."""
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
    except OSError:
        pass  # not Linux
