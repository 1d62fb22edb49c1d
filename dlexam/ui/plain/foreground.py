"""Another program that has the terminal for a while: until it ends, or until no time is left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

LAST = 1.0  # seconds before the end in which `meanwhile` is called without much of a pause
PAUSE = 0.05  # seconds between two such calls
GRACE = 3.0  # seconds that a program has to end by itself


def run(command: Sequence[str], meanwhile: Callable[[], None], left: Callable[[], float], every: float) -> int | None:
    """The program's status, or None where it was ended because `left` told of no more seconds. OSError: no start.

    `meanwhile` is called every so many seconds, and once more before it is ended. The terminal is then as it was.
    """
    with _terminal_as_it_was():
        process = subprocess.Popen(command)
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(max(PAUSE, min(every, left() - LAST)))
            meanwhile()
            if left() <= 0:
                _end(process)
                return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """As when its terminal is closed, which editors are ready for; then by force. What it has started goes with it."""
    family = [process.pid, *_below(process.pid)]
    _send(family, getattr(signal, "SIGHUP", signal.SIGTERM))
    end = time.monotonic() + GRACE
    while time.monotonic() < end and (process.poll() is None or _send(family[1:], 0)):
        time.sleep(PAUSE)
    _send(family, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()


def _send(pids: Sequence[int], number: int) -> bool:
    """Whether any of these processes could be sent this signal (0: only find out)."""
    sent = False
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, number)
            sent = True
    return sent


def _below(pid: int) -> Iterator[int]:
    """The processes that it has started, and those that they have, where the system tells."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, tasks.read_text().split()):
                yield child
                yield from _below(child)


@contextmanager
def _terminal_as_it_was() -> Iterator[None]:
    """A program that is killed leaves the terminal as it used it."""
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    before = None
    with suppress(termios.error):
        before = termios.tcgetattr(0)
    try:
        yield
    finally:
        if before is not None:
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, before)
