"""How long a sitting spent at each question, read from its log. Pure.

The time up to an event belongs to the question that was open, or that the event names. While the program was not
running nobody knows where the learner was: that time belongs to none.
"""

from __future__ import annotations

from collections.abc import Iterable

from dlexam.exam.events import Answered, AnyEvent, Finished, Flagged, Moved, Resumed, Started, Submitted


def seconds_by_question(events: Iterable[AnyEvent]) -> dict[int, float]:
    """Seconds of the session's clock by question number; a question that took none is not in it."""
    spent: dict[int, float] = {}
    at, before = 1, 0.0
    for event in events:
        here = event.number if isinstance(event, Answered | Submitted | Flagged) else at
        passed = event.elapsed - before
        if passed > 0 and not isinstance(event, Started | Resumed):
            spent[here] = spent.get(here, 0.0) + passed
        at = event.number if isinstance(event, Moved) else here
        before = max(before, event.elapsed)
        if isinstance(event, Finished):
            break
    return spent
