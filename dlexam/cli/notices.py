"""Single lines on stderr beside a command's output: what happened while nobody looked. Nothing is refused here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlexam.exam.store import Store


def time_was_up(title: str) -> None:
    """An exam was ended by the clock, without a terminal that minded it."""
    line = f"Time was up for {_safe(title)}: it was finished with what was saved. See: dlexam review"
    print(line, file=sys.stderr, flush=True)


def warn_if_altered(store: Store, session: str | None) -> None:
    """Say so if the record of this session isn't what was written."""
    if session is not None and store.verify(session):
        line = "The record of this session was altered or damaged: dlexam data verify says where."
        print(line, file=sys.stderr, flush=True)


def _safe(title: str) -> str:
    from dlexam.ui.render.safe import safe_line

    return safe_line(title)
