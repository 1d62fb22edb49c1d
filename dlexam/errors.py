"""The one error type that reaches a user, the exit codes that scripts rely on, and the name that may be meant."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable

_NEAR = 70  # per cent alike; below that a suggestion is a guess


class ExitCode(enum.IntEnum):
    """What the process returns; fixed, because others script against it."""

    DONE = 0  # for `grade`: every file passed
    NOT_PASSED = 1  # graded and not passed, or lint found something
    USAGE = 2  # wrong use or bad input
    FAULT = 3  # ours
    INTERRUPTED = 130  # ^C


class DlexamError(Exception):
    """Something the person at the terminal can mend: one clear line, and a hint where there is a remedy.

    Raised anywhere in the core; printed in one place, `dlexam.cli.main`, without a traceback.
    """

    def __init__(self, message: str, hint: str | None = None, code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant: a slip or two away, or a part of it (`train`); None if none is near."""
    from rapidfuzz import fuzz, process

    names = list(known)
    best = process.extractOne(wrong, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if best:
        return str(best[0])
    parts = (
        name for name in names if len(wrong) > 2 and any(part.startswith(wrong) for part in re.split("[-_]", name))
    )
    return next(parts, None)
