"""Marks: what an answer earned, point by point, and why."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

LONGEST_ANSWER = 50_000  # characters that a front end takes for one answer

PointState = Literal["earned", "missing", "unsure", "contradicted"]


class PointMark(Struct, frozen=True, kw_only=True):
    """One rubric point (or one part of a closed answer) as marked.

    `because` is a sentence for the learner; `words` are the (start, end) character spans of the answer that decided.
    """

    id: str
    state: PointState
    marks: float
    max_marks: float
    says: str
    because: str
    words: tuple[tuple[int, int], ...] = ()


class Marks(Struct, frozen=True, kw_only=True):
    """The marks of one answer. `fraction` = marks / max_marks, in [0, 1].

    `provisional`: a person is to confirm or override it (open answers). `marker` names who marked.
    """

    marks: float
    max_marks: float
    because: str
    marker: str
    points: tuple[PointMark, ...] = ()
    provisional: bool = False

    @property
    def fraction(self) -> float:
        """Share of the full marks, 0 to 1."""
        return self.marks / self.max_marks if self.max_marks else 0.0
