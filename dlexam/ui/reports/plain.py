"""Text that XML and JSON can hold: harmless, and without what no encoding has (stray bytes of a name, say)."""

from __future__ import annotations

import re

from dlexam.ui.render.safe import safe, safe_line

_NOWHERE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """`text` without control characters; what can't be written stands as U+FFFD."""
    return _NOWHERE.sub("\ufffd", safe(text))


def plain_line(text: str) -> str:
    """`plain`, and on one line."""
    return _NOWHERE.sub("\ufffd", safe_line(text))
