"""The page of a finished sitting: points and time as bars, then every question beside its key."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from msgspec import Struct

from dlexam.exam.results import Results, Row
from dlexam.grading.challenge import Challenge
from dlexam.ui.render.results import time_used, verdict
from dlexam.ui.render.spans import questions
from dlexam.ui.reports.html.chart import Chart, Result, chart
from dlexam.ui.reports.html.page import render
from dlexam.ui.reports.html.question import question


class Sitting(Struct, frozen=True, kw_only=True):
    """One of the sittings of the same exam: when it began (wall seconds), and how it came out."""

    session: str
    began: float
    outcome: Results

    @property
    def date(self) -> str:
        """In local time, to the minute."""
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(self.began))

    @property
    def verdict(self) -> str:
        """Passed or not, in words."""
        return verdict(self.outcome)


def review_page(
    sitting: Sitting,
    *,
    receipt: str,
    spent: Mapping[int, float],
    sittings: Sequence[Sitting],
    challenges: Mapping[int, Challenge],
) -> str:
    """One HTML page. By question number: `spent` seconds, and the `challenges` that can still be found.

    `sittings` are those of the same exam, this one among them, the oldest first.
    """
    outcome = sitting.outcome
    return render(
        "review.html",
        sitting=sitting,
        outcome=outcome,
        receipt=receipt,
        time_used=time_used(outcome),
        settle=[row.item.number for row in outcome.to_settle],
        named=questions,
        spent=[(row, spent.get(row.item.number, 0.0)) for row in outcome.rows] if spent else [],
        longest=_longest(outcome.rows, spent),
        sittings=sittings if len(sittings) > 1 else (),
        progress=_progress(sitting, sittings) if len(sittings) > 1 else None,
        questions=[question(row, challenges.get(row.item.number)) for row in outcome.rows],
    )


def _progress(this: Sitting, sittings: Sequence[Sitting]) -> Chart:
    """The sittings as a line."""
    return chart(
        [
            Result(
                when=each.began,
                percent=each.outcome.percent,
                pass_mark=each.outcome.pass_mark,
                passed=bool(each.outcome.passed),
                this=each.session == this.session,
            )
            for each in sittings
        ]
    )


def _longest(rows: Sequence[Row], spent: Mapping[int, float]) -> float:
    """Seconds at the right end of the bars of time."""
    return max([60.0, *spent.values(), *(row.item.minutes * 60 for row in rows)])
