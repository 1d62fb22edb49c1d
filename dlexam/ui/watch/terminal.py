"""A terminal taken over for a while: keys without Enter, a screen of its own that is drawn in place; always given back.

Entering is undone on leaving, whatever the reason, and for the time of a ^Z. Nothing is written but by `draw`, line by
line where a line has changed, so that nothing flickers and little goes over a slow connection.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, TextIO

from dlexam.ui.watch.keys import Keys

_ENTER = "\x1b[?1049h\x1b[?25l"  # another screen, no cursor
_LEAVE = "\x1b[?25h\x1b[?1049l"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"  # a frame at once, where the terminal knows how


class Gone(Exception):
    """The terminal was closed."""


class Terminal:
    """Standard input and `file` as one terminal. A context manager."""

    def __init__(self, file: TextIO) -> None:
        self._in, self._out = sys.stdin.fileno(), file.fileno()
        self._encoding = file.encoding
        self._before: Any = None
        self._keys = Keys()
        self._shown: list[str] = []
        self._size: os.terminal_size | None = None
        self._stop_asked = False

    def __enter__(self) -> Terminal:
        self._take()
        self._handlers = {
            signal.SIGTSTP: signal.signal(signal.SIGTSTP, self._ask_stop),
            signal.SIGCONT: signal.signal(signal.SIGCONT, self._come_back),
        }
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._give_back()

    def size(self) -> os.terminal_size:
        """Columns and lines, now."""
        try:
            size = os.get_terminal_size(self._out)
        except OSError as error:
            raise Gone from error
        return size if size.columns and size.lines else os.terminal_size((80, 24))

    def keys(self, seconds: float = 0.0) -> list[str]:
        """The keys pressed since the last call; waits up to `seconds` for one. A ^Z stops the program in here."""
        if self._stop_asked:
            self._stop()
        try:
            ready = select.select([self._in], [], [], seconds)[0]
            data = os.read(self._in, 4096) if ready else b""
        except OSError as error:
            raise Gone from error
        if ready and not data:
            raise Gone
        return self._keys.feed(data)

    def draw(self, lines: Sequence[str]) -> None:
        """Show these lines, none longer than the terminal is wide, from its top; only what differs is written."""
        size = self.size()
        out = []
        if size != self._size:
            self._size, self._shown = size, []
            out.append("\x1b[2J")
        lines = [*lines[: size.lines], *[""] * (size.lines - len(lines))]
        for row, line in enumerate(lines):
            if row >= len(self._shown) or self._shown[row] != line:
                out.append(f"\x1b[{row + 1};1H{line}\x1b[K")
        self._shown = lines
        if out:
            self._write(f"{_BEGIN}{''.join(out)}{_END}")

    def _take(self) -> None:
        import termios
        import tty

        self._before = termios.tcgetattr(self._in)
        tty.setcbreak(self._in)
        self._size = None
        self._write(_ENTER)

    def _give_back(self) -> None:
        import termios

        if self._before is None:
            return
        with contextlib.suppress(Gone):
            self._write(_LEAVE)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._in, termios.TCSAFLUSH, self._before)
        self._before = None

    def _write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        try:
            while data:
                data = data[os.write(self._out, data) :]
        except OSError as error:
            raise Gone from error

    def _ask_stop(self, *_: object) -> None:
        self._stop_asked = True

    def _stop(self) -> None:
        """What ^Z is for: the shell gets its terminal back until `fg`."""
        self._stop_asked = False
        self._give_back()
        mine = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, mine)
        self._take()

    def _come_back(self, *_: object) -> None:
        self._size = None  # others may have written over it
