"""Landlock: the kernel refuses every file that was not named, every TCP port, and every signal outwards.

Source: the kernel's Documentation/userspace-api/landlock.rst (ABI 1 to 7).
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from dlexam.grading.sandbox import syscalls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ = _READ_FILE | _READ_DIR
_KNOWN_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # ABI -> number of file-system rights it knows
_NET_TCP = 0b11  # bind and connect
_SCOPE_ALL = 0b11  # abstract Unix sockets and signals
_CREATE_VERSION = 1
_RULE_PATH_BENEATH = 1
_LOG_SAME_EXEC_OFF = 1  # a stranger's refused attempts would fill the audit log


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    try:
        return syscalls.call("landlock_create_ruleset", None, ctypes.c_size_t(0), ctypes.c_uint32(_CREATE_VERSION))
    except OSError:
        return 0


def _handled(version: int) -> int:
    return (1 << _KNOWN_BITS[min(version, 5)]) - 1


class Handle:
    """A path held open (O_PATH), so that rules can be made from it without another look-up."""

    def __init__(self, path: str | Path) -> None:
        self.fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        self.is_folder = stat.S_ISDIR(os.fstat(self.fd).st_mode)


def hold(paths: Iterable[str | Path]) -> list[Handle]:
    """Handles of those paths that exist."""
    handles = []
    for path in paths:
        try:
            handles.append(Handle(path))
        except OSError:
            continue  # not on this machine
    return handles


def restrict(
    readable: Sequence[Handle], writable: Sequence[Handle], version: int, devices: Sequence[Handle] = ()
) -> None:
    """Confine this thread, for good, to reading below `readable` and to reading and writing below `writable`.

    `devices` may be read, written and controlled (ioctl). Needs no_new_privs. OSError if the kernel refuses.
    """
    handled = _handled(version)
    attributes = _Ruleset(handled, _NET_TCP if version >= 4 else 0, _SCOPE_ALL if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = syscalls.call(
        "landlock_create_ruleset", ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0)
    )
    try:
        for handle in readable:
            _allow(ruleset, handle, _READ)
        for handle in writable:
            _allow(ruleset, handle, handled & ~_EXECUTE & ~_IOCTL_DEV)
        for handle in devices:
            _allow(ruleset, handle, handled & (_READ | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV))
        quiet = _LOG_SAME_EXEC_OFF if version >= 7 else 0
        syscalls.call("landlock_restrict_self", ctypes.c_int(ruleset), ctypes.c_uint32(quiet))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, handle: Handle, rights: int) -> None:
    rule = _PathBeneath(rights if handle.is_folder else rights & _FILE_RIGHTS, handle.fd)
    syscalls.call(
        "landlock_add_rule",
        ctypes.c_int(ruleset),
        ctypes.c_int(_RULE_PATH_BENEATH),
        ctypes.byref(rule),
        ctypes.c_uint32(0),
    )
