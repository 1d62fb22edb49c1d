"""Named sets of patterns (`concepts.yaml`), written `@name` in rubrics; inlined, so that a paper stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dlexam.bank.faults import did_you_mean
from dlexam.errors import DlexamError

Concepts = Mapping[str, Sequence[str]]
_TOKEN = re.compile(r'"[^"]*"|@([A-Za-z0-9_-]*)')  # a quoted phrase, in which @ is a sign, or a use
MAX_LENGTH = 100_000  # of an inlined pattern


def used(pattern: str) -> Iterator[str]:
    """The names of the concepts that a pattern uses."""
    return (use[1] for use in _TOKEN.finditer(pattern) if use[1] is not None)


def inline(pattern: str, concepts: Concepts) -> str:
    """The pattern with every `@name` as the parenthesised alternatives of the concept, theirs inlined likewise.

    Raises DlexamError for an unknown concept, or one that contains itself.
    """
    return _inlined(pattern, concepts, ()) if "@" in pattern else pattern


def _inlined(pattern: str, concepts: Concepts, within: tuple[str, ...]) -> str:
    def replaced(use: re.Match[str]) -> str:
        name = use[1]
        if name is None:
            return use[0]
        if name in within:
            raise DlexamError(f"The concept @{name} contains itself: {' > '.join((*within, name))}.")
        if name not in concepts:
            raise DlexamError(f"There is no concept @{name}.", did_you_mean(name, concepts))
        parts = [_inlined(each, concepts, (*within, name)) for each in concepts[name]]
        return "(" + " | ".join(part if len(parts) == 1 else f"({part})" for part in parts) + ")"

    made = _TOKEN.sub(replaced, pattern)
    if len(made) > MAX_LENGTH:
        raise DlexamError(f"The concepts of the pattern “{pattern[:40]}” grow beyond {MAX_LENGTH} characters.")
    return made
