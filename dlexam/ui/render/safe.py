"""Text from files and answers made harmless for a terminal: no escape sequence, no markup, gets through."""

from __future__ import annotations

import re

# C0 and C1 controls except tab and newline, and what reorders or hides text (bidi controls, zero-width marks).
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def safe(text: str) -> str:
    """`text` with line ends as newlines and every other control character removed, newline and tab kept."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def safe_line(text: str) -> str:
    """`safe`, and on one line: for names, titles and cells of a table."""
    return " ".join(safe(text).split())
