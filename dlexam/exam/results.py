"""What came of a session: points by section and topic, every question's marks, and what to look at next. Pure.

Points are the marker's share of the question's points; a person's override goes before the marker's.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dlexam.bank.paper import Item
from dlexam.exam.events import Overridden, Submitted
from dlexam.exam.state import State
from dlexam.grading.verdicts import FileResult
from dlexam.marking.marks import Marks

_HAIR = 1e-9  # sums of thirds are not exact


class Row(Struct, frozen=True, kw_only=True):
    """One question: what was answered and what it earned. `points` is None while it isn't marked.

    `marks` are the marker's, kept beside an `override` (on the scale of `marks.max_marks`).
    """

    item: Item
    section: str
    answer: str
    submission: Submitted | None
    marks: Marks | None
    grading: FileResult | None
    override: Overridden | None
    points: float | None
    provisional: bool
    flagged: bool
    note: str = ""

    @property
    def lost(self) -> float:
        """Points that were there to be had and were not earned (0 while it isn't marked)."""
        return 0.0 if self.points is None else self.item.points - self.points


class Share(Struct, frozen=True, kw_only=True):
    """Points of a section or a topic; what isn't marked yet counts as 0 of its points."""

    id: str
    title: str
    points: float
    max_points: float
    questions: int

    @property
    def percent(self) -> float:
        """0 to 100."""
        return 100 * self.points / self.max_points if self.max_points else 0.0


class NextStep(Struct, frozen=True, kw_only=True):
    """A topic to look at next: the questions (numbers and ids) and challenges in which points were lost."""

    topic: str
    points: float
    max_points: float
    numbers: tuple[int, ...]
    questions: tuple[str, ...]
    challenges: tuple[str, ...]


class Results(Struct, frozen=True, kw_only=True):
    """A session's results. `passed` is None while what isn't marked yet could still decide it, and if abandoned."""

    exam: str
    title: str
    reason: str | None
    points: float
    max_points: float
    pass_mark: float
    passed: bool | None
    sections: tuple[Share, ...]
    topics: tuple[Share, ...]
    rows: tuple[Row, ...]
    provisional: int
    unmarked: tuple[int, ...]
    unanswered: tuple[int, ...]
    flagged: tuple[int, ...]
    elapsed: float
    allowed: float | None
    notes: tuple[str, ...]

    @property
    def handed_in(self) -> bool:
        """Whether it was finished, by the learner or by the clock, and so is marked."""
        return self.reason in ("asked", "deadline")

    @property
    def to_settle(self) -> tuple[Row, ...]:
        """The questions whose provisional marks a person is to look at: those that were answered."""
        return tuple(row for row in self.rows if row.provisional and (row.answer.strip() or row.submission))

    @property
    def percent(self) -> float:
        """0 to 100, of all points of the paper."""
        return 100 * self.points / self.max_points if self.max_points else 0.0


class Summary(Struct, frozen=True, kw_only=True):
    """What to know before handing in. Numbers of questions; `remaining` in seconds, None for practice."""

    answered: tuple[int, ...]
    empty: tuple[int, ...]
    flagged: tuple[int, ...]
    remaining: float | None


def results(state: State) -> Results:
    """The results of a session as far as it is marked."""
    rows = tuple(_row(state, item, section.id) for section in state.paper.sections for item in section.items)
    titles = {section.id: section.title for section in state.paper.sections}
    return Results(
        exam=state.paper.exam,
        title=state.paper.title,
        reason=state.finished.reason if state.finished else None,
        points=_points(rows),
        max_points=state.paper.points,
        pass_mark=state.paper.pass_mark,
        passed=_passed(state, rows),
        sections=_shares((row.section, titles[row.section], row) for row in rows),
        topics=_shares((row.item.topic, row.item.topic, row) for row in rows),
        rows=rows,
        provisional=sum(row.provisional for row in rows),
        unmarked=tuple(row.item.number for row in rows if row.points is None),
        unanswered=tuple(row.item.number for row in rows if not state.answered(row.item.number)),
        flagged=tuple(sorted(state.flags)),
        elapsed=state.finished.elapsed if state.finished else state.elapsed,
        allowed=state.allowed,
        notes=state.notes,
    )


def next_steps(outcome: Results, most: int = 3) -> tuple[NextStep, ...]:
    """The weakest topics in which a point was lost, the weakest first (of equals, the one with more points lost)."""
    lost = {row.item.topic for row in outcome.rows if row.lost > _HAIR}
    weak = sorted(
        (topic for topic in outcome.topics if topic.id in lost),
        key=lambda topic: (round(topic.percent, 6), topic.points - topic.max_points),
    )
    return tuple(_step(topic, outcome.rows) for topic in weak[:most])


def summary(state: State, remaining: float | None) -> Summary:
    """Where the learner stands before handing in."""
    numbers = [item.number for item in state.items]
    return Summary(
        answered=tuple(number for number in numbers if state.answered(number)),
        empty=tuple(number for number in numbers if not state.answered(number)),
        flagged=tuple(sorted(state.flags)),
        remaining=remaining,
    )


def _row(state: State, item: Item, section: str) -> Row:
    number = item.number
    answer, marked, override = state.answers.get(number), state.marks.get(number), state.overrides.get(number)
    marks = marked.marks if marked else None
    settled = override is not None or number in state.confirmed
    return Row(
        item=item,
        section=section,
        answer=answer.text if answer else "",
        submission=state.submissions.get(number),
        marks=marks,
        grading=marked.grading if marked else None,
        override=override,
        points=_effective(item, marks, override),
        provisional=marks is not None and marks.provisional and not settled,
        flagged=number in state.flags,
        note=state.jottings[number].note if number in state.jottings else "",
    )


def _effective(item: Item, marks: Marks | None, override: Overridden | None) -> float | None:
    if override is not None:
        full = marks.max_marks if marks else item.points
        return item.points * min(1.0, override.marks / full) if full else 0.0
    return item.points * marks.fraction if marks else None


def _points(rows: Iterable[Row]) -> float:
    return sum(row.points for row in rows if row.points is not None)


def _passed(state: State, rows: tuple[Row, ...]) -> bool | None:
    if state.finished is None or state.finished.reason == "abandoned":
        return None
    needed = state.paper.points * state.paper.pass_mark / 100 - _HAIR
    points = _points(rows)
    if points >= needed:
        return True
    open_points = sum(row.item.points for row in rows if row.points is None)
    return None if points + open_points >= needed else False


def _shares(parts: Iterable[tuple[str, str, Row]]) -> tuple[Share, ...]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for name, title, row in parts:
        groups.setdefault((name, title), []).append(row)
    return tuple(
        Share(
            id=name,
            title=title,
            points=_points(rows),
            max_points=sum(row.item.points for row in rows),
            questions=len(rows),
        )
        for (name, title), rows in groups.items()
    )


def _step(topic: Share, rows: Iterable[Row]) -> NextStep:
    poor = sorted((row for row in rows if row.item.topic == topic.id and row.lost > _HAIR), key=lambda row: -row.lost)
    return NextStep(
        topic=topic.id,
        points=topic.points,
        max_points=topic.max_points,
        numbers=tuple(row.item.number for row in poor),
        questions=tuple(row.item.id for row in poor if row.item.kind != "code"),
        challenges=tuple(str(getattr(row.item.key, "challenge", "")) for row in poor if row.item.kind == "code"),
    )
