"""The home's facts as rows under headings. A row's key says what it opens: "open", "exam:ID", "challenge:ID", ..."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.ui.render.spans import counted
from dlexam.ui.tui.home.rows import Group, Row, cell

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.progress.attempts import Fared
    from dlexam.progress.mastery import Mastery
    from dlexam.progress.sittings import Sat
    from dlexam.ui.tui.home.facts import Exam, Facts, Task

_STATES = {"passed": ("✓", "green"), "tried": ("~", "yellow"), "new": ("·", "dim")}
_BAR = 10


def groups(facts: Facts) -> Iterator[Group]:
    """In the order in which a learner needs them."""
    if facts.open is not None:
        yield Group(name="open", title="Open", rows=(opened(facts.open),), flex=0)
    exams = tuple(_exam(one) for one in facts.exams)
    yield Group(name="exams", title="Exams", rows=exams, flex=0, spare=(4, 2, 1), empty="No exam can be read.")
    reviews = tuple(review(one, facts.shuts(one)) for one in facts.to_review)
    yield Group(name="reviews", title="Review", rows=reviews, flex=1, spare=(0,))
    yield Group(name="topics", title="Look at next", rows=tuple(map(topic, facts.weak)), flex=0)
    tasks = tuple(map(task, facts.tasks))
    yield Group(name="challenges", title="Challenges", rows=tasks, flex=2, empty="No challenge can be read.")


def opened(sitting: Sitting) -> Row:
    """The exam that is open, with the time left."""
    return Row(
        key="open",
        cells=(cell(sitting.paper.title, "bold"), cell(answered(sitting)), Text(left(sitting), style="bold")),
        words="resume open exam",
        note="Enter or r goes on with it. Its clock runs whether you are there or not.",
    )


def answered(sitting: Sitting) -> str:
    """ "3 of 10 answered"."""
    items = sitting.paper.items
    return f"{sum(sitting.state.answered(item.number) for item in items)} of {len(items)} answered"


def left(sitting: Sitting) -> str:
    """The time left by the second, in digits that keep their places; or that no clock runs."""
    from dlexam.ui.tui.exam.status import clock

    remaining = sitting.remaining()
    return "no clock" if remaining is None else f"{clock(math.ceil(remaining))} left"


def review(sat: Sat, shut: bool) -> Row:
    """A sitting with its result, and what waits to be looked at."""
    waits = f"{sat.waiting} mark{'s wait' if sat.waiting != 1 else ' waits'}" if sat.waiting else "all settled"
    return Row(
        key=f"review:{sat.row.id}",
        cells=(
            cell(day(sat.row.started)),
            cell(sat.row.title),
            cell(result(sat)),
            cell("closed: exam open" if shut else waits, "yellow" if sat.waiting and not shut else ""),
        ),
        words=f"review sitting {sat.row.id} {sat.row.exam}",
        note="Closed while the open exam asks some of the same questions." if shut else "Your answers beside the key.",
    )


def result(sat: Sat) -> str:
    """ "64%, not passed"."""
    from dlexam.ui.render.results import verdict

    return f"{sat.outcome.percent:.0f}%, {verdict(sat.outcome)}" if sat.over else verdict(sat.outcome)


def day(wall: float) -> str:
    """A date, as the history writes it."""
    return time.strftime("%Y-%m-%d", time.localtime(wall))


def topic(one: Mastery) -> Row:
    """A topic and its mastery, as a bar and a number."""
    full = round(_BAR * one.now)
    asked = counted(one.questions, "question")
    bar = Text.assemble(("█" * full, "cyan"), ("░" * (_BAR - full), "dim"))
    return Row(
        key=f"topic:{one.topic}",
        cells=(cell(one.topic), bar, Text(f"{one.now:4.0%}"), cell(asked)),
        words="topic weak look at next",
        note="Enter shows your progress in it.",
    )


def task(one: Task) -> Row:
    """A challenge with its state in a sign and a word."""
    facts = one.challenge.facts
    return Row(
        key=f"challenge:{facts.id}",
        cells=(
            state(one.fared),
            cell(facts.id),
            cell(facts.title),
            cell(facts.track),
            cell("public cases only" if one.shut else ""),
        ),
        words=f"challenge {' '.join(facts.source)}",
        note=closed_note() if one.shut else " ".join(facts.summary.split()),
    )


def closed_note() -> str:
    """Why a challenge is shut."""
    return "The open exam asks for it: its hints and hidden cases are closed until the exam is over."


def state(fared: Fared) -> Text:
    """New, tried so often, or passed."""
    sign, style = _STATES[fared.state]
    times = f" {fared.times}×" if fared.state == "tried" else ""
    return Text(f"{sign} {fared.state}{times}", style=style)


def _exam(one: Exam) -> Row:
    from dlexam.progress.sittings import best

    blueprint, top = one.blueprint, best(one.sat)
    last = max((sat.row.started for sat in one.sat), default=None)
    return Row(
        key=f"exam:{blueprint.id}",
        cells=(
            cell(blueprint.title),
            cell(f"{blueprint.minutes:g} min"),
            cell(f"{blueprint.size} questions"),
            cell(f"best {top.outcome.percent:.0f}%{', passed' * bool(top.outcome.passed)}" if top else "not sat yet"),
            cell(day(last) if last is not None else ""),
        ),
        words=f"exam {blueprint.id}",
        note=" ".join(blueprint.about.split()),
    )
