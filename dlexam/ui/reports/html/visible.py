"""Text from files and answers as a reader must see it: what is invisible, or turns text around, by its code point."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and zero-width marks, lone surrogates, line ends


def visible(text: str) -> str:
    """`text` with newlines as line ends, and every other control, mark or non-character as [U+202E]."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(f"[U+{ord(sign):04X}]" if _hidden(sign) else sign for sign in text)


def _hidden(sign: str) -> bool:
    if sign in "\n\t":
        return False
    code = ord(sign)
    never_a_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return never_a_character or unicodedata.category(sign) in _HIDDEN
