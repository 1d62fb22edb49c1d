"""The one error type that reaches a user, and the exit codes that scripts rely on."""

from __future__ import annotations

import enum


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
