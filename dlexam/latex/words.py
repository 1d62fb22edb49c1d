"""The words of \\text{...}: as they are written, its escapes resolved, blanks one wide."""

from __future__ import annotations

import re
from typing import Any

from dlexam.latex.fault import FormulaError
from dlexam.latex.symbols import COMMANDS, SPACES


def plain_words(node: Any, name: str = "text") -> str:
    """The words of an argument of \\`name`."""
    if node is None:
        raise FormulaError(f"\\{name} lacks an argument", "write it in braces")
    return re.sub(r"\s+", " ", _words(node))


def _words(node: Any) -> str:
    if hasattr(node, "chars"):
        return str(node.chars)
    if hasattr(node, "specials_chars"):
        return " " if node.specials_chars == "~" else str(node.specials_chars)
    if type(node).__name__ == "LatexGroupNode":
        return "".join(_words(each) for each in node.nodelist)
    name = getattr(node, "macroname", None)
    if name in SPACES:
        return " " * SPACES[name]
    if name in COMMANDS:
        return COMMANDS[name].text
    raise FormulaError(f"\\{name} within words" if name else "words can't hold this", "end the words before it")
