"""One terminal on a session: a lock on a file in the home that dies with the process, so a stale one never blocks."""

from __future__ import annotations

import os
import sys
import time
import weakref
from contextlib import suppress
from pathlib import Path

from dlexam.errors import DlexamError
from dlexam.exam.troubles import told

FILE = "session.lock"
_BYTE = 1 << 30  # Windows: the locked byte lies beyond the text, which stays readable


class Lock:
    """Taken when made; raises DlexamError that names the holder if another process (or Lock) has it."""

    def __init__(self, home: Path) -> None:
        file = home / FILE
        with told(file):
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle: int | None = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            free = _take(self._handle)
        if not free:
            holder = _read(self._handle)
            self._close()
            raise _taken(holder)
        _write(self._handle)
        _held.add(self)

    def release(self) -> None:
        """Let another terminal in. Twice does no harm."""
        if self._handle is not None:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
            _give(self._handle)
            self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


_held: weakref.WeakSet[Lock] = weakref.WeakSet()


def _forget() -> None:
    """In a forked child: a copy of the handle would keep the lock after the parent is gone."""
    for lock in list(_held):
        lock._close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _write(handle: int) -> None:
    with suppress(OSError):  # a full disk: the lock holds all the same
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{os.getpid()} {time.time():.0f}\n".encode())


def _read(handle: int) -> tuple[int, float] | None:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        pid, since = os.read(handle, 100).split()
        return int(pid), float(since)
    except (OSError, ValueError):
        return None


def _taken(holder: tuple[int, float] | None) -> DlexamError:
    who = ""
    if holder:
        who = f" (process {holder[0]}, since {time.strftime('%H:%M', time.localtime(holder[1]))})"
    return DlexamError(
        f"This exam is open in another terminal{who}.",
        "go on there, or leave it there first; `dlexam submit` works from any terminal",
    )
