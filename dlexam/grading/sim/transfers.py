"""A log of data that crossed between host and device, each crossing with the learner's line that caused it."""

from __future__ import annotations

import functools
import os
import sys
from types import FrameType
from typing import Literal, NamedTuple

# The file names under which the cell compiles a submission and the judge loads a reference.
WATCHED = ("submission.py", "reference.py")
_MOST = 10_000  # a loop that moves data for ever is known by then

Kind = Literal["to device", "to host", "item"]


class Transfer(NamedTuple):
    """One crossing. `file` and `line` are the innermost watched frame's; None where no watched code asked for it."""

    kind: Kind
    size: int  # bytes
    file: str | None
    line: int | None


_log: list[Transfer] = []


def record(kind: Kind, size: int) -> None:
    """Note a crossing of `size` bytes, caused by whoever is on the stack."""
    if len(_log) < _MOST:
        _log.append(Transfer(kind, size, *_culprit()))


def transfers() -> list[Transfer]:
    """What has crossed in this process since the log was last emptied, oldest first; at most 10,000."""
    return list(_log)


def forget_transfers() -> None:
    """Empty the log."""
    _log.clear()


def _culprit() -> tuple[str | None, int | None]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name = _watched(frame.f_code.co_filename)
        if name:
            return name, frame.f_lineno
        frame = frame.f_back
    return None, None


@functools.lru_cache(maxsize=1024)
def _watched(path: str) -> str | None:
    name = os.path.basename(path)
    return name if name in WATCHED else None
