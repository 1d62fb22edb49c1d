"""Keys by name, from the bytes that a terminal sends for them. What is not known is left out, whole."""

from __future__ import annotations

import re

_NAMES = {
    "\x1b[A": "up", "\x1bOA": "up", "k": "up", "\x1b[B": "down", "\x1bOB": "down", "j": "down",
    "\x1b[5~": "page up", "\x1b[6~": "page down", " ": "page down", "\r": "enter", "\n": "enter", "\x1b": "escape",
}  # fmt: skip
_KEY = re.compile(r"\x1b\[[0-9;?<=>]*[ -/]*[@-~]|\x1bO[@-~]|\x1b(?![\[O])|[^\x1b]", re.DOTALL)
_PATIENCE = 3  # reads that bring nothing more, and a lone escape is the key of that name


class Keys:
    """Bytes in, names out: a printable key is its own name. A sequence that comes in pieces is put together."""

    def __init__(self) -> None:
        self._left = ""
        self._waited = 0

    def feed(self, data: bytes) -> list[str]:
        """The keys that are complete; call it without data, too, so that a lone escape is told."""
        text = self._left + data.decode("utf-8", "replace")
        found, end = [], 0
        while end < len(text) and not self._unfinished(text[end:], bool(data)):
            match = _KEY.match(text, end)
            end = match.end() if match else len(text)
            found.append(match.group() if match else "\x1b")
        self._left = text[end:]
        return [_NAMES.get(key, key) for key in found if key in _NAMES or (len(key) == 1 and key.isprintable())]

    def _unfinished(self, text: str, more: bool) -> bool:
        """Whether this may be the beginning of a sequence that is still on its way."""
        if not re.fullmatch(r"\x1b([\[O][0-9;?<=>]*)?", text):
            return False
        self._waited = 0 if more else self._waited + 1
        return self._waited < _PATIENCE
