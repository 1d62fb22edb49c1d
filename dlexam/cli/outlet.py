"""Standard output and error that never raise: a command does its work, and ends with its own code, whatever reads it.

Without this, Click ends a command with exit code 1 at its first line after the reader (such as `head`) went away.
"""

from __future__ import annotations

import io
import os
from typing import Any, TextIO


class _Outlet(io.FileIO):
    """A descriptor that leads nowhere from the first failed write on."""

    trouble: OSError | None = None

    def write(self, data: Any) -> int:
        """Write, or drop what nobody can take."""
        try:
            return super().write(data)
        except BlockingIOError:
            raise  # for the buffer to handle
        except OSError as error:
            self.trouble = error
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), self.fileno())
            return len(data)


def lasting(stream: TextIO | None) -> TextIO:
    """A standard stream in this form; a terminal's as it is. A sign that it can't show becomes a question mark."""
    if stream is None:  # closed by whoever started us
        return open(os.devnull, "w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="replace")
    if stream.isatty() or stream.fileno() not in (1, 2):
        return stream
    buffer = io.BufferedWriter(_Outlet(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(
        buffer, stream.encoding, "replace",
        line_buffering=stream.line_buffering, write_through=stream.write_through,
    )  # fmt: skip


def trouble(stream: TextIO) -> OSError | None:
    """What ended the writing to a stream, if anything did: BrokenPipeError, its reader is gone; else what was lost."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw.trouble if isinstance(raw, _Outlet) else None
