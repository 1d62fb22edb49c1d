"""^C only where it can do no harm: at the prompt and while grading, never in the middle of saving."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Interrupts:
    """While installed, ^C raises KeyboardInterrupt only inside `allowed()`; elsewhere it waits until the next one.

    So do the other `signals` that are asked for. `raised` is the one that did; 0 before.
    """

    def __init__(self, signals: Sequence[int] = (signal.SIGINT,)) -> None:
        self._signals = signals
        self._allowed = False
        self._pending = 0
        self.raised = 0

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take ^C over, and give it back afterwards."""
        before: dict[int, Any] = {number: signal.signal(number, self._handle) for number in self._signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """^C raises in here, and one that came before raises at once."""
        self._allowed = True
        try:
            if self._pending:
                self._raise()
            yield
        finally:
            self._allowed = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """^C waits in here, inside an `allowed()`; it raises at the end."""
        before, self._allowed = self._allowed, False
        try:
            yield
        finally:
            self._allowed = before
        if before and self._pending:
            self._raise()

    def forget(self) -> None:
        """Drop a ^C that was meant for another program, such as an editor."""
        self._pending = 0

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._pending = number
        if self._allowed:
            self._raise()

    def _raise(self) -> None:
        self.raised, self._pending = self._pending, 0
        raise KeyboardInterrupt
