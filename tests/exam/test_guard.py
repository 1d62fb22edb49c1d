"""The answer key is shut while a session is open, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from exam_papers import item, paper
from papers import Clocks

from dlexam.errors import DlexamError
from dlexam.exam import guard
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store


def test_a_home_that_does_not_exist_shuts_nothing_and_is_not_made(home: Path) -> None:
    assert guard.closed(home) is None
    assert guard.closed_challenges(home) == frozenset()
    guard.refuse_question(home, "question-1", "the key")
    assert not home.exists()


def test_while_an_exam_is_open_its_questions_and_challenges_are_shut(home: Path, store: Store) -> None:
    sitting = Sitting.start(store, paper())
    now = guard.closed(home)
    assert now
    assert now.questions == {"question-1", "question-2", "question-3", "question-4"}
    assert guard.closed_challenges(home) == {"swish"}
    for attempt in (
        lambda: guard.refuse_question(home, "question-1", "the key"),
        lambda: guard.refuse_questions(home, ["other", "question-2"], "the key"),
        lambda: guard.refuse_challenge(home, "swish", "a hint"),
        lambda: guard.refuse_session(home, sitting.session, "the review"),
    ):
        with pytest.raises(DlexamError, match="closed while your exam is open: Trial exam") as refused:
            attempt()
        assert "dlexam exam finish" in str(refused.value.hint)
    guard.refuse_question(home, "other", "the key")
    guard.refuse_challenge(home, "other", "a hint")


@pytest.mark.parametrize("end", ["finish", "abandon"])
def test_after_the_end_all_is_open(home: Path, store: Store, end: str) -> None:
    sitting = Sitting.start(store, paper())
    getattr(sitting, end)()
    guard.refuse_question(home, "question-1", "the key")
    guard.refuse_session(home, sitting.session, "the review")
    assert guard.closed(home) is None


def test_an_old_session_that_shares_a_question_is_shut_too(home: Path, store: Store) -> None:
    for items in ([item(1, id="a")], [item(1, id="b")]):
        with Sitting.start(store, paper(*items)) as sitting:
            sitting.finish()
    with Sitting.start(store, paper(item(1, id="a"))):
        with pytest.raises(DlexamError, match=r"session 1 \(it shares question a with the open exam\)"):
            guard.refuse_session(home, "1", "the review")
        guard.refuse_session(home, "2", "the review")


def test_an_exam_whose_time_is_up_does_not_shut_the_key_for_ever(home: Path, store: Store) -> None:
    clocks = Clocks()
    Sitting.start(store, paper(minutes=1), sources=clocks.sources).close()
    assert guard.closed(home, clocks.sources)
    clocks.pass_time(61)
    assert guard.closed(home, clocks.sources) is None
    assert store.sessions()[0].reason == "deadline"


def test_a_store_that_cannot_be_read_keeps_the_key_shut(home: Path, store: Store) -> None:
    Sitting.start(store, paper()).close()
    store.close()
    store.file.write_bytes(os.urandom(9000))
    with pytest.raises(DlexamError, match="damaged"):
        guard.refuse_question(home, "question-1", "the key")
