"""Facility, discrimination and reliability as tables, with a word on what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from dlexam.progress.statistics import ExamFigures, QuestionFigures
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

_TOO_EASY, _TOO_HARD, _WEAK = 0.9, 0.2, 0.1


def told(
    questions: Sequence[QuestionFigures], exams: Sequence[ExamFigures], sittings: int, least: int
) -> RenderableType:
    """What `sittings` finished sittings say; a sentence where they are too few."""
    count = f"{counted(sittings, 'finished sitting')}"
    if not questions and not exams:
        return Text(f"{count}: too few to tell how questions work ({least} answers to one are the least).")
    parts: list[RenderableType] = [Text(f"From {count}, of what was answered at least {least} times", style="bold")]
    parts += [_questions(questions)] if questions else []
    parts += [Text(), Text("Reliability", style="bold"), _exams(exams)] if exams else []
    return Group(*parts)


def _questions(figures: Sequence[QuestionFigures]) -> Table:
    made = _table("question", "answers", "facility", "discrimination", "worth a look")
    for each in figures:
        made.add_row(
            safe_line(each.question),
            str(each.answers),
            f"{each.facility:.2f}",
            _or_dash(each.discrimination),
            _remark(each),
        )
    return made


def _exams(figures: Sequence[ExamFigures]) -> Table:
    made = _table("exam", "sittings", "questions in all", "Cronbach's alpha")
    for each in figures:
        made.add_row(safe_line(each.exam), str(each.sittings), str(each.questions), _or_dash(each.alpha))
    return made


def _remark(figures: QuestionFigures) -> str:
    remarks = []
    if figures.facility >= _TOO_EASY:
        remarks.append("nearly all get it")
    if figures.facility <= _TOO_HARD:
        remarks.append("hardly anyone gets it")
    if figures.discrimination is not None and figures.discrimination < _WEAK:
        negative = figures.discrimination < -_WEAK
        remarks.append("the stronger get it less often" if negative else "doesn't tell strong from weak")
    return ", ".join(remarks)


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _table(*headings: str) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        numbers = 0 < place < 4
        made.add_column(heading, justify="right" if numbers else "left", no_wrap=numbers, overflow="fold")
    return made
