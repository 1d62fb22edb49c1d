"""Run as a process of its own: gives up its rights as on an older kernel, then really tries things, and tells.

Arguments: the descriptor to tell on, the Landlock ABI and whether there is seccomp ("1" or "0"), the scratch folder, a
file outside it, and the port of a listener.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from dlexam.grading.sandbox import landlock, limits, readable, seccomp
from dlexam.grading.sandbox.enter import enter, measures


def allowed(attempt: Callable[[], object]) -> bool:
    """Whether it could be done."""
    with contextlib.suppress(OSError):
        attempt()
        return True
    return False


def _connect(port: int) -> None:
    with socket.socket() as caller:
        caller.connect(("127.0.0.1", port))


def _write(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY))


def main() -> None:
    """Enter the sandbox on a kernel of such an age, and tell."""
    out, version, filtered = (int(argument) for argument in sys.argv[1:4])
    scratch, outside, port = Path(sys.argv[4]), Path(sys.argv[5]), int(sys.argv[6])
    signal.alarm(60)
    landlock.abi = lambda: version
    if not filtered:
        seccomp.available = lambda: False
    reached = enter(measures(), landlock.hold(readable.readable("numpy")), scratch, limits.Limits(), (out,))
    (scratch / "folder").mkdir()
    told = {
        "isolation": reached,
        "read outside": allowed(outside.read_bytes),
        "write outside": allowed(lambda: _write(outside)),
        "truncate outside": allowed(lambda: os.truncate(outside, 0)),
        "remove outside": allowed(outside.unlink),
        "signal the parent": allowed(lambda: os.kill(os.getppid(), 0)),
        "connect": allowed(lambda: _connect(port)),
        "read the library": allowed(Path(json.__file__).read_bytes),
        "write in scratch": allowed(lambda: (scratch / "made").write_text("x" * 100)),
        "truncate in scratch": allowed(lambda: os.truncate(scratch / "made", 0)),
        "move in scratch": allowed(lambda: (scratch / "made").rename(scratch / "folder" / "made")),
    }
    os.write(out, json.dumps(told).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
