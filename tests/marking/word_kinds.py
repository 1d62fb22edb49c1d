"""Counts how often one kind of word follows another in prose: the table of `dlexam.marking.wordorder`, printed.

Run from the repository's root: `python tests/marking/word_kinds.py`. Its prose are the closed questions' explanations
and the pages in docs/; no open question, model answer or marked answer is among it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from marked import _library

from dlexam.marking import wordorder
from dlexam.marking.reading import Reading

_TENTHS = 10  # of a nat
_DAMPING = 3  # pairs that each kind is given beforehand, as often as by chance
_CODE = re.compile(r"```.*?```", re.DOTALL)


def prose() -> Iterator[str]:
    """The texts that are counted."""
    library = _library()
    for summary in library.summaries():
        explanation = getattr(library.question(summary.id), "explain", None)
        if summary.kind not in ("open", "design") and explanation:
            yield str(explanation)
    for page in sorted(Path("docs").glob("*.md")):
        yield _CODE.sub("", page.read_text(encoding="utf-8"))


def pairs() -> Counter[tuple[str, str]]:
    """How often each kind follows each; a text begins and ends with "end"."""
    counted: Counter[tuple[str, str]] = Counter()
    for text in prose():
        words = [wordorder.kind(token) for token in Reading(text).tokens if token.forms[0] != "\n"]
        counted.update(pair for pair in pairwise(["end", *words, "end"]) if pair != ("end", "end"))
    return counted


def main() -> None:
    """Print the table, a row for what stands first."""
    counted = pairs()
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), count in counted.items():
        firsts[first] += count
        seconds[second] += count
    total = sum(counted.values())
    for first in wordorder._ORDER:
        by_chance = {second: firsts[first] * seconds[second] / total + _DAMPING for second in wordorder._ORDER}
        row = [math.log((counted[first, second] + _DAMPING) / by_chance[second]) for second in wordorder._ORDER]
        print(" ".join(f"{round(_TENTHS * value):3d}" for value in row))


if __name__ == "__main__":
    main()
