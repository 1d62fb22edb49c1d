"""A log of numbers that crossed between host and device, each crossing with the line of Python that caused it."""

from __future__ import annotations

import functools
import os
import sys
from types import FrameType
from typing import Literal, NamedTuple

# The file names under which the cell compiles a submission, and the judge loads a reference: theirs is the blame.
BLAMED = ("submission.py", "reference.py")
# The innermost on the stack counts: what a case does in a function that it gave the submission is the case's own copy,
# and what torch does to print a tensor is nobody's.
_WATCHED = (*BLAMED, "cases.py", "_tensor_str.py")
_MOST = 10_000  # a loop that moves data for ever is known by then

Kind = Literal["to device", "to host", "item"]


class Transfer(NamedTuple):
    """One crossing of so many `numbers`. `file` and `line`: the innermost watched frame's, None where there is none."""

    kind: Kind
    numbers: int
    file: str | None
    line: int | None


_log: list[Transfer] = []


def record(kind: Kind, numbers: int) -> None:
    """Note a crossing of so many numbers, caused by whoever is on the stack."""
    if len(_log) < _MOST:
        _log.append(Transfer(kind, numbers, *_culprit()))


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
    return name if name in _WATCHED else None
