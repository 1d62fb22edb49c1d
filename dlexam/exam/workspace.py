"""Which file a learner works on, for each challenge: kept in the home folder, so that it is offered again later.

It is a convenience: where it can't be written, read or understood, nothing is remembered and nobody is told. A file
that is gone is not offered.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from dlexam.bank.files import write_atomically

FILE = "workspace.json"
_MOST = 1_000_000  # bytes; more than any learner's


class _Place(Struct, frozen=True):
    """A file, and when it was chosen."""

    file: str
    wall: float


def file_name(challenge: str) -> str:
    """What a challenge's file is called where nobody says otherwise: scale-rows, scale_rows.py."""
    return f"{challenge.replace('-', '_')}.py"


def remember(home: Path, challenge: str, file: Path) -> None:
    """From now on this is the learner's file for the challenge."""
    known = {name: place for name, place in _places(home).items() if Path(place.file).is_file()}
    known[challenge] = _Place(str(file.absolute()), time.time())
    with suppress(OSError, ValueError):
        write_atomically(home / FILE, msgspec.json.encode(known))


def recall(home: Path, challenge: str, since: float = 0.0) -> Path | None:
    """The learner's file for the challenge, if it was chosen at or after `since` (wall time) and is still there."""
    place = _places(home).get(challenge)
    if place is None or place.wall < since:
        return None
    file = Path(place.file)
    return file if file.is_absolute() and file.is_file() else None


def _places(home: Path) -> dict[str, _Place]:
    with suppress(OSError, ValueError), (home / FILE).open("rb") as stream:
        return msgspec.json.decode(stream.read(_MOST), type=dict[str, _Place])
    return {}
