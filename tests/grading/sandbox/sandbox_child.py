"""Run as a process of its own: gives up its rights, then really tries things, and tells on descriptor argv[1].

Writes one JSON object: each attempt's name with 0 or the errno that it met, and facts about itself.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dlexam.grading.sandbox import landlock, limits, readable, seccomp, syscalls
from dlexam.grading.sandbox.enter import enter, measures

LIBC = ctypes.CDLL(None, use_errno=True)
NEWNET, THREAD, CHILD = 0x40000000, 0x10000, 17


def error(name: str, *arguments: Any) -> int:
    """Make this system call: 0 if it answered, else its errno."""
    number = syscalls.number(name)
    return refusal(lambda: LIBC.syscall(ctypes.c_long(number), *arguments))


def refusal(call: Callable[[], Any]) -> int:
    """0 if the call answered, else its errno."""
    ctypes.set_errno(0)
    try:
        return ctypes.get_errno() if call() == -1 else 0
    except OSError as problem:
        return problem.errno or -1
    except ValueError:  # what `resource` makes of EPERM
        return -1


def denied() -> dict[str, int]:
    """Every call on the deny-list, with arguments that would mostly be harmless if it were let through."""
    names = [name for name in seccomp._DENIED if syscalls.number(name) is not None]
    return {name: error(name, 0, 0, 0, 0, 0, 0) for name in names}


def particular() -> dict[str, int]:
    """Calls that are refused for some arguments only."""
    us, parent = os.getpid(), os.getppid()
    return {
        "clone a process": error("clone", CHILD, 0, 0, 0, 0),
        "clone into a namespace": error("clone", THREAD | NEWNET, 0, 0, 0, 0),
        "clone3": error("clone3", 0, 0),
        "a call newer than the table": refusal(lambda: LIBC.syscall(ctypes.c_long(syscalls.NEWEST_KNOWN + 1))),
        "an x32 call": refusal(lambda: LIBC.syscall(ctypes.c_long(0x40000000 + 39))),
        "kill the parent": error("kill", parent, 0),
        "kill the group": error("kill", 0, 0),
        "kill everyone": error("kill", -1, 0),
        "kill oneself": error("kill", us, 0),
        "tgkill the parent": error("tgkill", parent, parent, 0),
        "limits of the parent": error("prlimit64", parent, resource.RLIMIT_CPU, None, None),
        "own a descriptor's signals": refusal(lambda: fcntl.fcntl(0, fcntl.F_SETOWN, parent)),
        "type into a terminal": refusal(lambda: fcntl.ioctl(0, 0x5412, b"x")),
        "be dumped": refusal(lambda: LIBC.prctl(4, 1, 0, 0, 0)),
        "outlive the parent": refusal(lambda: LIBC.prctl(1, 0, 0, 0, 0)),
        "raise a limit": refusal(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)) or 0),
    }


def files(paths: list[str]) -> dict[str, int]:
    """Each path: whether it opens for reading."""
    return {path: refusal(partial(os.open, path, os.O_RDONLY)) for path in paths}


def open_descriptors(but: int) -> list[int]:
    """Those of the first thousand that are open, without the one we answer by."""
    return [number for number in range(1024) if number != but and refusal(partial(fcntl.fcntl, number, 1)) == 0]


def facts(keep: int) -> dict[str, Any]:
    """What it is left with."""
    started = threading.Thread(target=int)
    started.start()
    started.join()
    powers = (ctypes.c_uint32 * 6)(*[1] * 6)
    LIBC.capget(ctypes.byref((ctypes.c_uint32 * 2)(0x20080522, 0)), ctypes.byref(powers))
    return {
        "descriptors": open_descriptors(keep),
        "capabilities": list(powers),
        "dumpable": LIBC.prctl(3, 0, 0, 0, 0),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "stays within its memory": refusal(lambda: _allocates(1 << 40)),
    }


def _allocates(size: int) -> int:
    try:
        bytearray(size)
    except MemoryError:
        return 0
    return -1


def main() -> None:
    """Enter the sandbox as a cell does, and tell."""
    out, scratch, paths = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(60)
    handles = landlock.hold(readable.readable("numpy"))
    reached = enter(measures(), handles, Path(scratch), limits.Limits(), (out,))
    write = refusal(lambda: os.close(os.open(f"{scratch}/made", os.O_CREAT | os.O_WRONLY)) or 0)
    told = {"isolation": reached, "facts": facts(out), "denied": denied(), "particular": particular()}
    os.write(out, json.dumps({**told, "files": files(paths), "scratch": write}).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
