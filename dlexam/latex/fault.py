"""What is wrong with a formula, for its author."""

from __future__ import annotations


class FormulaError(Exception):
    """Why a formula can't be read, on one line, and how to mend it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        message = " ".join(message.split())
        super().__init__(message)
        self.message, self.hint = message, hint
