"""The door to the full screen for the command line: whether it fits here, and what can be opened in it.

Textual is imported behind this door only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store


_NO = ("", "0", "false", "no")


def fits() -> bool:
    """Whether a person sits at a terminal that can show it. DLEXAM_PLAIN asks for line mode, unless it says no."""
    return (
        sys.stdin.isatty()
        and sys.stdout.isatty()
        and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
        and os.environ.get("DLEXAM_PLAIN", "").strip().lower() in _NO
    )


def sit(sitting: Sitting, extra: Sequence[Path], begun: bool) -> str | None:
    """Sit an exam; gives back what is to be said in the terminal afterwards. The store stays the caller's."""
    from dlexam.ui.tui.app import run
    from dlexam.ui.tui.context import Context
    from dlexam.ui.tui.exam.screen import ExamScreen

    context = Context(sitting.store.home, extra, sitting.store)
    return run(context, lambda app: ExamScreen(sitting, begun))


def home(folder: Path) -> str | None:
    """The home: from there to everything. Gives back what is to be said in the terminal afterwards."""
    from dlexam.ui.tui.app import run
    from dlexam.ui.tui.context import Context
    from dlexam.ui.tui.home.screen import HomeScreen

    return run(Context(folder), lambda app: HomeScreen())


def review(store: Store, session: str, extra: Sequence[Path]) -> str | None:
    """Review a finished sitting; gives back what is to be said in the terminal afterwards. The store stays open."""
    from dlexam.ui.tui.app import run
    from dlexam.ui.tui.context import Context
    from dlexam.ui.tui.review.screen import ReviewScreen

    return run(Context(store.home, extra, store), lambda app: ReviewScreen(session, alone=True))
