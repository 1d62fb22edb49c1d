"""How far a grading of many files is, with the time that is left: a line at the foot of a terminal, else nothing."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from dlexam.ui.screen import Screen

_FIRST = 4  # so many are under way at once: they say little about the pace
_MINUTES = 100  # seconds, from which minutes are told


@contextmanager
def counting(screen: Screen, total: int) -> Iterator[Callable[[], None]]:
    """Count to `total`: call what this gives after each. What `screen` prints meanwhile goes above the line.

    It is shown where `screen` is a terminal; on stderr where the results go into a file. Never into a pipe.
    """
    console = _console(screen)
    if console is None or total < 2:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    # short, so that the terminal's echo of ^C stays on this line and goes with it
    columns = (TextColumn("Grading"), BarColumn(20), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task, pace = progress.add_task("", total=total, left=""), Pace(total)
        yield lambda: progress.update(task, advance=1, left=pace.one_more())


class Pace:
    """When the rest will be done, judged by what is done: without the first, which waits for the judge to start."""

    def __init__(self, total: int, now: Callable[[], float] = time.monotonic) -> None:
        self._left, self._now = total, now
        self._began = now()
        self._times: list[float] = []

    def one_more(self) -> str:
        """Count one that is done. The time that is left, in words; "" where none is."""
        self._left -= 1
        self._times.append(self._now())
        done = len(self._times)
        since, counted = (self._times[0], done - 1) if done > _FIRST else (self._began, done)
        seconds = self._left * (self._times[-1] - since) / counted
        if not self._left:
            return ""
        return f"about {seconds / 60:.0f} min left" if seconds >= _MINUTES else f"about {max(1, seconds):.0f} s left"


def _console(screen: Screen) -> Console | None:
    from dlexam.ui.screen import console_for, is_plain

    if screen.plain:
        return console_for(sys.stderr) if _is_file(screen) and not is_plain(sys.stderr) else None
    return screen.console


def _is_file(screen: Screen) -> bool:
    try:
        return stat.S_ISREG(os.fstat(screen.file.fileno()).st_mode)
    except (OSError, ValueError):
        return False
