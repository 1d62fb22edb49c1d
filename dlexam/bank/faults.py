"""A fault of a bank file: where it is, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from dlexam.errors import nearest


class Fault(Struct, frozen=True, order=True):
    """One thing to mend. Lines and columns count from 1. `str()` gives `file:line:column: CODE message`."""

    file: Path
    line: int
    column: int
    code: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """The nearest of the `known` words as a hint, or None where nothing is near."""
    near = nearest(wrong, known)
    return f"did you mean {near}?" if near else None


class Unusable(Exception):
    """A file that can't be used at all: what is wrong, where (line and column from 1), and how to mend it."""

    def __init__(self, code: str, message: str, position: tuple[int, int] = (1, 1), hint: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.position, self.hint = code, message, position, hint
