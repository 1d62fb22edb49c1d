"""Lines from a learner: at a terminal with readline, or from a pipe. While waiting, a callback ticks every TICK.

The callback gets the text typed so far. It may raise: the wait then ends with that exception, at a terminal too. It
never runs while anything else does, so it may use the store.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Protocol

from dlexam.ui.render.safe import safe

TICK = 0.75  # seconds; a kill is to cost less than a second of typing
LONGEST = 100_000  # characters of one line

Tick = Callable[[str], None]


class Lines(Protocol):
    """Where lines come from. `terminal`: a person may be at the other end."""

    terminal: bool

    def read(self, prompt: str, tick: Tick, prefill: str = "") -> str:
        """The next line, without its end. Raises EOFError at the end, KeyboardInterrupt, and what `tick` raises."""

    def waiting(self) -> bool:
        """Whether more has arrived already, so that `read` need not wait long. False where that can't be told."""


def lines_for_stdin() -> Lines:
    """The right source for this process's standard input."""
    if sys.stdin is None or not sys.stdin.isatty():
        return Pipe(0 if sys.stdin is None else sys.stdin.fileno())
    return Terminal()


class Terminal:
    """`input()` with readline where there is one; SIGALRM gives the tick."""

    terminal = True

    def __init__(self) -> None:
        try:
            import readline
        except ImportError:  # Windows
            self._readline: Any = None
            return
        self._readline = readline
        readline.set_completer_delims(" \t\n")
        readline.set_completer(_complete)
        readline.parse_and_bind("tab: complete")

    def read(self, prompt: str, tick: Tick, prefill: str = "") -> str:
        """See `Lines.read`. `prefill` is put on the line as if it had been typed."""
        if self._readline and prefill:
            self._readline.set_startup_hook(lambda: self._readline.insert_text(prefill))
        try:
            with _ticking(lambda: tick(self.typed())):
                return safe(_encodable(input(prompt))).replace("\n", " ")
        except UnicodeDecodeError:
            return ""
        finally:
            if self._readline:
                self._readline.set_startup_hook(None)

    def waiting(self) -> bool:
        """See `Lines.waiting`."""
        return _readable(sys.stdin.fileno(), 0)

    def typed(self) -> str:
        """What stands on the line now."""
        return safe(_encodable(self._readline.get_line_buffer())) if self._readline else ""


class Pipe:
    """Standard input that is no terminal: no prompt is printed, and an unfinished last line counts."""

    terminal = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = b""
        self._ended = False

    def read(self, prompt: str, tick: Tick, prefill: str = "") -> str:
        """See `Lines.read`."""
        while b"\n" not in self._buffer and not self._ended:
            if not self._ready():
                tick(_decoded(self._buffer))
                continue
            chunk = os.read(self._descriptor, 65536)
            self._ended = not chunk
            self._buffer = (self._buffer + chunk)[: 8 * LONGEST]
        if self._ended and not self._buffer:
            raise EOFError
        line, _, self._buffer = self._buffer.partition(b"\n")
        return _decoded(line)

    def waiting(self) -> bool:
        """See `Lines.waiting`."""
        return b"\n" in self._buffer or _readable(self._descriptor, 0)

    def _ready(self) -> bool:
        return os.name == "nt" or _readable(self._descriptor, TICK)


def _readable(descriptor: int, seconds: float) -> bool:
    if os.name == "nt":  # select knows neither pipes nor consoles there
        return False
    return bool(select.select([descriptor], [], [], seconds)[0])


@contextmanager
def _ticking(call: Callable[[], None]) -> Iterator[None]:
    """Call every TICK seconds. The timer is set anew after each call, so that calls never overlap."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        call()
        signal.setitimer(signal.ITIMER_REAL, TICK)

    before: Any = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _decoded(raw: bytes) -> str:
    return safe(raw.decode("utf-8", "replace").rstrip("\r"))


def _encodable(text: str) -> str:
    """Half characters, as a terminal with the wrong encoding makes them, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _complete(text: str, state: int) -> str | None:
    """Tab: names of commands and, after :submit and :start, of files; elsewhere it stays a tab."""
    import glob
    import readline

    from dlexam.ui.plain.words import WORDS

    line = readline.get_line_buffer()
    if line.startswith((":submit ", ":start ")):
        found = [f"{name}/" if os.path.isdir(name) else name for name in glob.glob(glob.escape(text) + "*")]
    elif line.startswith(":") and " " not in line:
        found = [f":{word}" for word in WORDS if word.startswith(text[1:])]
    else:
        found = [text + "\t"]
    return [*found, None][state] if state <= len(found) else None
