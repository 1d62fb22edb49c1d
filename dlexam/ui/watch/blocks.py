"""A watch without a terminal (a pipe, a file, TERM=dumb): a plain block or a line of JSON for each grading; no keys."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from dlexam.ui.render.grading import graded
from dlexam.ui.render.safe import safe_line
from dlexam.ui.watch.desk import FAILING, PASSING, Desk

if TYPE_CHECKING:
    from dlexam.grading.verdicts import FileResult
    from dlexam.ui.asked import Asked
    from dlexam.ui.screen import Screen


class Blocks:
    """Prints each grading on `screen` as it comes, and on stderr what happens to the watch itself."""

    def __init__(self, asked: Asked, desk: Desk, screen: Screen, print_json: Callable[[FileResult], None]) -> None:
        self._asked, self._desk, self._screen, self._print_json = asked, desk, screen, print_json
        self._told = ""

    def graded(self) -> None:
        """Print the grading that is on the desk."""
        result = self._desk.result
        if result is None:
            return
        if self._asked.json:
            self._print_json(result)
            return
        self._screen.line(f"Grading {self._desk.runs}, at {self._desk.when}:")
        self._screen.show(graded(result))
        for change in () if result.message else (PASSING, FAILING):
            cases = [safe_line(row.case.title) for row in self._desk.rows if row.change == change]
            if cases:
                self._screen.say(f"{change.capitalize()}: {'; '.join(cases)}")
        replay = self._asked.replay(result)
        if replay:
            self._screen.line(f"Again: {replay}")
        self._screen.line("")

    def changed(self) -> None:
        """Tell what happened, once."""
        if self._desk.told and self._desk.told != self._told:
            print(f"dlexam: {safe_line(self._desk.told)}", file=sys.stderr, flush=True)
        self._told = self._desk.told

    def tick(self, seconds: float) -> None:
        """Nothing to do but to wait."""
        time.sleep(seconds)
