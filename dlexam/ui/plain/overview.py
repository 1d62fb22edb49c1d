"""Where a learner stands: the map of questions and the summary, as lines of plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dlexam.bank.paper import Paper
from dlexam.ui.render.spans import ranges

PER_ROW = 10


def question_map(paper: Paper, marks: Mapping[int, str], here: int) -> Iterator[str]:
    """A row per ten questions of a section; `marks` holds x (answered) and ! (flagged) by number."""
    for section in paper.sections:
        yield section.title
        numbers = [item.number for item in section.items]
        for start in range(0, len(numbers), PER_ROW):
            yield " ".join(_cell(n, marks.get(n, ""), n == here) for n in numbers[start : start + PER_ROW]).rstrip()
    yield "[x] answered   [ ] not yet   ! flagged   > you are here   :N goes to question N"


def _cell(number: int, mark: str, here: bool) -> str:
    box = "[x]" if "x" in mark else "[ ]"
    return f"{'>' if here else ' '}{number:>2}{box}{'!' if '!' in mark else ' '}"


def summary(paper: Paper, answered: set[int], flagged: set[int]) -> Iterator[str]:
    """What is answered, what is not, what is flagged."""
    every = {item.number for item in paper.items}
    yield f"Answered: {len(answered)} of {len(every)}."
    if every - answered:
        yield f"Not answered: {ranges(every - answered)}."
    if flagged:
        yield f"Flagged: {ranges(flagged)}."
