"""What the learner did outside exams: solutions graded one at a time, and checkpoints ticked by hand.

A file of JSON lines in the learner's folder, only ever appended to; a line that can't be read is passed over. Losing
one costs a tick, never an answer, so a folder that can't be written to is no error for a grading.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from dlexam.errors import DlexamError
from dlexam.grading.verdicts import FileResult

FILE = "practice.jsonl"


class Tried(Struct, frozen=True, kw_only=True, tag="tried"):
    """A solution of a challenge was graded in all its cases."""

    wall: float
    challenge: str
    passed: bool
    points: float
    max_points: float


class Ticked(Struct, frozen=True, kw_only=True, tag="ticked"):
    """The learner says that a checkpoint is reached, or (`on` False) that it is not."""

    wall: float
    checkpoint: str
    on: bool


def note_grading(home: Path, result: FileResult) -> None:
    """Keep a whole grading in mind. Where that can't be done, nothing is said: the learner asked for a grading."""
    entry = Tried(
        wall=time.time(), challenge=result.challenge, passed=result.passed, points=result.points,
        max_points=result.max_points,
    )  # fmt: skip
    with contextlib.suppress(OSError):
        _append(home, entry)


def note_tick(home: Path, checkpoint: str, on: bool) -> None:
    """Keep a tick. OSError where the folder can't be written to."""
    _append(home, Ticked(wall=time.time(), checkpoint=checkpoint, on=on))


def tick(home: Path, checkpoint: str, on: bool) -> None:
    """As `note_tick`, for whoever tells a learner what goes wrong: DlexamError."""
    try:
        note_tick(home, checkpoint, on)
    except OSError as error:
        told = f"The tick can't be kept in {home}: {error.strerror}."
        raise DlexamError(told, "DLEXAM_HOME names another folder") from None


def entries(home: Path) -> Iterator[Tried | Ticked]:
    """All that is noted, the oldest first."""
    with contextlib.suppress(OSError), (home / FILE).open("rb") as lines:
        for line in lines:
            with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                yield msgspec.json.decode(line, type=Tried | Ticked)


def _append(home: Path, entry: Tried | Ticked) -> None:
    """One write to a file opened for appending, so that two processes don't mix their lines."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, msgspec.json.encode(entry) + b"\n")
    finally:
        os.close(handle)
