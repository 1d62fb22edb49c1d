"""An answer from outside, read no further than its longest form and refused beyond."""

from __future__ import annotations

from typing import BinaryIO

from dlexam.errors import DlexamError
from dlexam.marking.marks import LONGEST_ANSWER

_MOST_BYTES = 4 * (LONGEST_ANSWER + 1)  # UTF-8 has four bytes at most for a character


def start_of(stream: BinaryIO) -> str:
    """The text of a stream, as far as an answer may go and one character more."""
    return stream.read(_MOST_BYTES).decode("utf-8-sig", "replace")[: LONGEST_ANSWER + 1]


def bounded(answer: str) -> str:
    """The answer itself. DlexamError for one that is too long."""
    if len(answer) > LONGEST_ANSWER:
        raise DlexamError(f"The answer has more than {LONGEST_ANSWER:,} characters.", "shorten it")
    return answer
