"""A head start for `grade`: its judge starts while this process still imports what reads the command line.

It is a guess from the bare words. A wrong one costs the start of a process that is ended at once, and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_TRACK = re.compile(r"^track:[ \t]*(numpy|torch)\b", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PACKAGE = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def judge(arguments: Sequence[str]) -> Iterator[None]:
    """Have the judge on its way that these arguments ask for, if they do; it is gone afterwards if nobody took it."""
    track = _track(arguments)
    if track is None:
        yield
        return
    from dlexam.grading import starting

    try:
        with contextlib.suppress(OSError):  # the engine will start one, or say why not
            starting.ahead(track)
        yield
    finally:
        starting.drop()


def _track(arguments: Sequence[str]) -> str | None:
    """The track of the first word after `grade` that names a challenge."""
    if len(arguments) < 3 or arguments[0] != "grade" or {"-h", "--help"} & {*arguments}:
        return None
    for name in filter(_NAME.fullmatch, arguments[1:]):
        for folder in _folders(arguments):
            with contextlib.suppress(OSError, UnicodeDecodeError):
                found = _TRACK.search((folder / "challenges" / name / "challenge.yaml").read_text(encoding="utf-8"))
                return found[1] if found else None
    return None


def _folders(arguments: Sequence[str]) -> Iterator[Path]:
    """Where challenges are looked for."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--path":
            yield Path(following)
        elif word.startswith("--path="):
            yield Path(word.partition("=")[2])
    yield from (Path(part).expanduser() for part in os.environ.get("DLEXAM_PATH", "").split(os.pathsep) if part)
    yield from (_PACKAGE / "content", _PACKAGE.parent)
