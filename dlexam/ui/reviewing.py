"""A finished sitting out of the store for its review: which question is meant, its challenge, the page of it all."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.bank.paper import ChallengeKey
from dlexam.errors import DlexamError
from dlexam.exam.earlier import Earlier, earlier
from dlexam.exam.results import Results, Row, results
from dlexam.exam.state import fold

if TYPE_CHECKING:
    from dlexam.exam.store import Store
    from dlexam.grading.challenge import Challenge
    from dlexam.ui.reports.html import Sitting


def outcome_of(store: Store, session: str) -> Results:
    """The results of a session as they stand."""
    return results(fold(store.events(session)))


def question_of(outcome: Results, name: str) -> Row:
    """The question that is meant by this number or id. DlexamError if this sitting has none such."""
    name = name.strip()
    if name.isdecimal() and 1 <= int(name) <= len(outcome.rows):
        return outcome.rows[int(name) - 1]
    for row in outcome.rows:
        if row.item.id == name:
            return row
    raise _no_question(outcome, name)


def challenge_of(row: Row, folders: Sequence[Path]) -> Challenge | None:
    """The challenge of a code question, if it can still be found."""
    from dlexam.grading.challenge import load

    if not isinstance(row.item.key, ChallengeKey):
        return None
    try:
        return load(row.item.key.challenge, folders)
    except DlexamError:
        return None


def page_of(store: Store, session: str, folders: Sequence[Path]) -> str:
    """The whole review as one HTML page."""
    from dlexam.exam.spent import seconds_by_question
    from dlexam.ui.reports.html import review_page

    sittings = _sittings(store, session)
    (this,) = (sitting for sitting in sittings if sitting.session == session)
    found = {row.item.number: challenge_of(row, folders) for row in this.outcome.rows}
    return review_page(
        this,
        receipt=store.receipt(session),
        spent=seconds_by_question(store.events(session)),
        sittings=[sitting for sitting in sittings if sitting is this or sitting.outcome.handed_in],
        challenges={number: challenge for number, challenge in found.items() if challenge},
    )


def write_page(store: Store, session: str, folders: Sequence[Path], file: Path) -> None:
    """Write that page. DlexamError where the file can't be written."""
    page = page_of(store, session, folders)
    try:
        file.write_text(page, encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise DlexamError(f"{file} can't be written: {why}.", "name another place") from None


def earlier_of(store: Store, session: str) -> Earlier:
    """What the sittings of the same exam before this one came to."""
    before = itertools.takewhile(lambda sitting: sitting.session != session, _sittings(store, session))
    return earlier(sitting.outcome for sitting in before)


def _sittings(store: Store, session: str) -> list[Sitting]:
    """The sittings of this session's exam, the oldest first."""
    from dlexam.ui.reports.html import Sitting

    rows = store.sessions()
    (exam,) = (row.exam for row in rows if row.id == session)
    return [
        Sitting(session=row.id, began=row.started, outcome=outcome_of(store, row.id))
        for row in rows
        if row.exam == exam
    ]


def _no_question(outcome: Results, name: str) -> DlexamError:
    from rapidfuzz import process

    if name.isdecimal():
        return DlexamError(f"There is no question {name}.", f"this sitting has questions 1 to {len(outcome.rows)}")
    near = process.extractOne(name, [row.item.id for row in outcome.rows], score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"a number from 1 to {len(outcome.rows)}, or a question's id"
    return DlexamError(f"This sitting has no question “{name[:60]}”.", hint)
