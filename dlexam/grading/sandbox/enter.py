"""Giving up rights: the one call by which a warm process becomes a cell, and what it may say about itself."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dlexam.grading.sandbox import landlock, limits, seccomp, syscalls

_PR_SET_NO_NEW_PRIVS, _SIGKILL = 38, 9


def measures() -> dict[str, bool]:
    """What this machine offers, by name."""
    version = landlock.abi()
    return {
        "landlock": version >= 1,
        "landlock guards truncation": version >= 3,
        "seccomp": seccomp.available(),
        "limits": os.path.exists("/proc/self/statm"),
    }


def isolation(offered: dict[str, bool]) -> str:
    """ "full", "partial" or "none"."""
    if all(offered.values()):
        return "full"
    return "partial" if offered["landlock"] or offered["seccomp"] else "none"


def enter(
    offered: dict[str, bool],
    readable: Sequence[landlock.Handle],
    scratch: Path | None,
    allowed: limits.Limits,
    keep: Sequence[int],
    accelerator: Sequence[landlock.Handle] | None = None,
) -> str:
    """Give up, for good, every right that a submission doesn't need. Returns the isolation reached.

    `offered` (`measures`) and `readable` (`landlock.hold`) are worked out beforehand; `scratch` is the one folder that
    may be written; of all open descriptors above 2 only those in `keep` stay open. A measure that the machine offers
    but refuses to apply raises OSError: then nothing hostile may run.

    `accelerator`: the device files of one that this process may use. Its driver is a large part of the kernel to lie
    open to a stranger, and memory is limited less exactly: isolation is partial then.
    """
    mapped, tasks = limits.mapped_bytes(), limits.tasks()
    limits.be_the_first_to_go()
    if sys.platform == "linux":
        syscalls.drop_capabilities()
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, _SIGKILL)
        syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
        # a crash writes no core file, nor has the system's handler write one
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    if offered["landlock"]:
        own = landlock.hold(["/proc/self"]) if accelerator is not None else []
        writable = landlock.hold([scratch] if scratch else [])
        landlock.restrict([*readable, *own], writable, landlock.abi(), accelerator or ())
    _close_all_but(keep)
    limits.apply(allowed, mapped, tasks, driver=accelerator is not None)
    if offered["seccomp"]:
        seccomp.install()
    reached = isolation(offered)
    return "partial" if reached == "full" and accelerator is not None else reached


def _close_all_but(keep: Sequence[int]) -> None:
    highest = os.sysconf("SC_OPEN_MAX")
    edges = [2, *sorted(keep), highest]
    for low, high in itertools.pairwise(edges):
        os.closerange(low + 1, high)
