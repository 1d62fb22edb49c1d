"""A submission as handed in: its name and its bytes, read without trusting the path."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from msgspec import Struct

LARGEST = 1 << 20


class Submission(Struct, frozen=True):
    """What is graded. `problem` says why there is no source, if there is none."""

    name: str
    source: bytes
    problem: str | None = None


def read(path: str | Path) -> Submission:
    """The file at `path`. Never raises: what can't be read becomes a submission with a `problem`."""
    name = os.fsencode(path).decode(errors="backslashreplace")  # a name need not be text
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        return Submission(name, b"", _why_not_opened(path, error))
    except ValueError:
        return Submission(name, b"", "it can't be read: no path holds a NUL")
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        return Submission(name, b"", "it is a folder" if stat.S_ISDIR(facts.st_mode) else "it is not a plain file")
    with os.fdopen(descriptor, "rb") as file:
        try:
            source = file.read(LARGEST + 1)
        except OSError as error:
            return Submission(name, b"", f"it can't be read: {error.strerror}")
    if len(source) > LARGEST:
        return Submission(name, b"", f"it is larger than {LARGEST >> 20} MiB")
    if not source.strip():
        return Submission(name, b"", "it is empty")
    return Submission(name, source)


def _why_not_opened(path: str | Path, error: OSError) -> str:
    if os.path.islink(path):  # pathlib's raises where the name is too long
        return "it is a symbolic link; hand in the file itself" if os.path.exists(path) else "it is a link to nothing"
    return f"it can't be read: {error.strerror}"
