"""Whose sittings `dlexam bank stats` counts: one's own, or those in learners' folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlexam.errors import DlexamError
from dlexam.progress import record
from dlexam.progress.record import Past


def sittings_in(homes: Sequence[Path], must_exist: bool) -> tuple[Past, ...]:
    """All finished sittings in these folders. DlexamError for a folder that was named and holds none."""
    found: list[Past] = []
    for home in homes:
        sittings = record.read(home.expanduser()).sittings
        if must_exist and not sittings:
            raise DlexamError(f"{home} holds no finished sitting.", "--home names a folder as `dlexam data path` does")
        found += sittings
    return tuple(found)
