"""A sitting minds its clock, shares its log with other processes, and finishes by itself."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from exam_papers import paper
from papers import Clocks

from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam.sitting import Sitting, settle
from dlexam.exam.state import SessionOver
from dlexam.exam.store import Store


def start(store: Store, clocks: Clocks, **options: Any) -> Sitting:
    return Sitting.start(store, paper(minutes=60), sources=clocks.sources, **options)


def kinds(store: Store) -> list[str]:
    return [type(event).__name__ for event in store.events("1")]


def test_what_is_done_is_in_the_log_when_the_call_returns(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    sitting.answer(1, "b")
    sitting.flag(2)
    sitting.move(3)
    sitting.submit(4, "swish.py", "x = 1")
    with Store(store.home) as other:
        state = Sitting.resume(other, attach=True, sources=clocks.sources).state
    assert state == sitting.state
    assert state.answers[1].text == "b"
    assert state.flags == {2}
    assert state.at == 3
    assert state.submissions[4].source == "x = 1"
    assert state.submissions[4].challenge == "swish"


def test_what_says_nothing_new_is_not_logged(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    sitting.answer(1, "b")
    before = sitting.state.seq
    sitting.answer(1, "b")
    sitting.answer(1, "b", draft=True)
    sitting.answer(2, "")
    sitting.flag(1, False)
    sitting.move(1)
    assert sitting.state.seq == before
    sitting.answer(3, "text", draft=True)
    sitting.answer(3, "text")  # typing is over: that is news
    assert not sitting.state.answers[3].draft


@pytest.mark.parametrize("number", [0, 5, -1])
def test_a_question_that_is_not_there_is_refused_everywhere(store: Store, clocks: Clocks, number: int) -> None:
    sitting = start(store, clocks)
    for attempt in (
        lambda: sitting.answer(number, "x"),
        lambda: sitting.answer(number, ""),
        lambda: sitting.flag(number),
        lambda: sitting.flag(number, False),
        lambda: sitting.move(number),
        lambda: sitting.submit(number, "f.py", ""),
    ):
        with pytest.raises(DlexamError, match=f"There is no question {number}"):
            attempt()
    assert kinds(store) == ["Started"]


def test_undecodable_bytes_and_odd_characters_are_stored(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    for text in ("caf\udce9", "\ud800", "\x00\x07", "∂L/∂w 🙂", "a\r\nb"):
        sitting.answer(3, text)
        stored = store.events("1")[-1].text
        assert stored == sitting.state.answers[3].text
        assert stored.encode()
    assert stored == "a\r\nb"


def test_an_endless_answer_is_refused(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    with pytest.raises(DlexamError, match="The answer to question 3 is too long: 1,000,001 characters"):
        sitting.answer(3, "x" * 1_000_001)


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ({}, 3600.0),
        ({"minutes": 20}, 1200.0),
        ({"extra_time": 25}, 4500.0),
        ({"minutes": 20, "extra_time": 50}, 1800.0),
        ({"practice": True}, None),
    ],
)
def test_the_time_allowed(store: Store, clocks: Clocks, options: dict[str, Any], seconds: float | None) -> None:
    assert start(store, clocks, **options).remaining() == seconds


@pytest.mark.parametrize(
    "options", [{"minutes": 0}, {"minutes": -5}, {"minutes": float("nan")}, {"extra_time": -1}, {"extra_time": 1e9}]
)
def test_a_time_that_makes_no_sense_is_refused_and_nothing_begins(
    store: Store, clocks: Clocks, options: dict[str, Any]
) -> None:
    with pytest.raises(DlexamError, match=r"is no (extra time|time for an exam)"):
        start(store, clocks, **options)
    assert store.sessions() == []
    start(store, clocks)


def test_closing_the_terminal_does_not_stop_the_clock(store: Store, clocks: Clocks) -> None:
    start(store, clocks).close()
    clocks.pass_time(600)
    sitting = Sitting.resume(store, sources=clocks.sources)
    assert sitting.remaining() == 3000.0
    clocks.pass_time(600)
    assert sitting.remaining() == 2400.0


def test_setting_the_clock_back_adds_no_time_and_is_noted(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    clocks.pass_time(600)
    clocks.set_wall(-3600)
    sitting.answer(1, "b")
    assert sitting.remaining() == 3000.0
    assert sitting.state.notes == ("the wall clock was set back by about 3600 s; no time was added",)
    sitting.answer(1, "a")
    assert len(sitting.state.notes) == 1


def test_a_jump_forward_ends_nothing_and_is_noted(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    clocks.set_wall(10 * 24 * 3600)
    sitting.refresh()
    assert sitting.state.finished is None
    assert sitting.remaining() == 3600.0
    assert "jumped forward" in sitting.state.notes[0]


def test_a_clock_set_back_while_the_program_was_away_adds_no_time(store: Store, clocks: Clocks) -> None:
    start(store, clocks).close()
    clocks.pass_time(600)
    clocks.set_wall(-900)
    sitting = Sitting.resume(store, sources=clocks.sources)
    assert sitting.remaining() == 3000.0
    assert len(sitting.state.notes) == 1


def test_after_a_reboot_the_time_away_counts_and_it_is_noted(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    clocks.pass_time(300)
    sitting.answer(1, "b")
    sitting.close()
    clocks.reboot(away=120)
    sitting = Sitting.resume(store, sources=clocks.sources)
    assert sitting.remaining() == 3600 - 300 - 120
    assert "restarted" in sitting.state.notes[0]
    clocks.pass_time(60)
    clocks.set_wall(5000)
    assert sitting.remaining() == 3600 - 300 - 120 - 60


def test_after_a_reboot_with_the_clock_set_back_the_logged_time_is_the_floor(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    clocks.pass_time(300)
    sitting.answer(1, "b")
    sitting.close()
    clocks.reboot(away=-100_000)
    sitting = Sitting.resume(store, sources=clocks.sources)
    assert sitting.remaining() == 3300.0
    assert any("set back" in note for note in sitting.state.notes)


def test_at_the_deadline_the_session_finishes_with_what_is_saved(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    sitting.answer(3, "half a sen", draft=True)
    clocks.pass_time(3599.5)
    assert not sitting.overdue
    clocks.pass_time(1)
    assert sitting.overdue
    sitting.refresh()
    assert sitting.state.finished.reason == "deadline"
    assert sitting.state.finished.elapsed == 3600.0
    assert sitting.state.answers[3].text == "half a sen"
    assert not sitting.overdue
    assert sitting.remaining() == 0.0


def test_an_answer_after_the_deadline_finishes_and_is_refused(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    clocks.pass_time(3601)
    with pytest.raises(SessionOver, match="Time is up"):
        sitting.answer(1, "late")
    assert kinds(store) == ["Started", "Finished"]


def test_a_deadline_that_passed_while_the_program_was_away_counts_what_was_allowed(
    store: Store, clocks: Clocks
) -> None:
    sitting = start(store, clocks)
    sitting.answer(1, "b")
    sitting.close()
    clocks.pass_time(7 * 24 * 3600)
    sitting = Sitting.resume(store, sources=clocks.sources)
    assert sitting.state.finished.reason == "deadline"
    assert sitting.elapsed() == sitting.state.finished.elapsed == 3600.0
    assert sitting.state.answers[1].text == "b"
    assert kinds(store) == ["Started", "Answered", "Finished"]


def test_a_deadline_that_passed_through_a_reboot_counts_too(store: Store, clocks: Clocks) -> None:
    start(store, clocks).close()
    clocks.reboot(away=4000)
    assert settle(store, clocks.sources) == "1"
    assert settle(store, clocks.sources) is None
    assert store.sessions()[0].elapsed == 3600.0


def test_a_new_exam_can_begin_once_the_old_ones_time_is_up(store: Store, clocks: Clocks) -> None:
    start(store, clocks).close()
    with pytest.raises(DlexamError, match="An exam is open already"):
        start(store, clocks)
    clocks.pass_time(4000)
    assert start(store, clocks).session == "2"
    assert store.sessions()[0].reason == "deadline"


def test_practice_has_no_end(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks, practice=True)
    clocks.pass_time(1e7)
    sitting.answer(1, "b")
    assert sitting.remaining() is None
    assert sitting.warnings() == ()
    sitting.finish()
    assert sitting.state.finished.elapsed == 1e7


def test_each_warning_is_told_once_and_the_most_urgent_after_an_absence(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    assert sitting.warnings() == ()
    clocks.pass_time(3310)
    assert sitting.warnings() == (300,)
    assert sitting.warnings() == ()
    clocks.pass_time(240)
    assert sitting.warnings() == (60,)
    sitting.close()
    assert Sitting.resume(store, sources=clocks.sources).warnings() == (60,)


def test_resume_without_an_open_exam_is_refused_and_holds_no_lock(store: Store, clocks: Clocks) -> None:
    for _ in range(2):
        with pytest.raises(DlexamError, match="No exam is open"):
            Sitting.resume(store, sources=clocks.sources)


def test_two_terminals_the_second_is_told_and_submit_works_beside_the_first(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    with pytest.raises(DlexamError, match="open in another terminal"):
        Sitting.resume(store, sources=clocks.sources)
    beside = Sitting.resume(store, attach=True, sources=clocks.sources)
    beside.submit(4, "swish.py", "x = 2")
    sitting.answer(1, "b")
    sitting.refresh()
    assert sitting.state.submissions[4].source == "x = 2"
    assert kinds(store) == ["Started", "Submitted", "Answered"]


def test_a_finish_elsewhere_is_noticed(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    Sitting.resume(store, attach=True, sources=clocks.sources).finish()
    with pytest.raises(SessionOver, match="This exam is finished"):
        sitting.answer(1, "b")
    sitting.finish()  # once is enough
    assert kinds(store) == ["Started", "Finished"]


def test_abandoning_closes_the_session_and_says_so(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)
    sitting.abandon()
    assert store.open_session() is None
    assert store.sessions()[0].reason == "abandoned"


def test_threads_of_one_front_end_may_share_a_sitting(store: Store, clocks: Clocks) -> None:
    sitting = start(store, clocks)

    def work(number: int) -> None:
        for turn in range(40):
            sitting.answer(number, f"{turn}", draft=bool(turn % 2))
            sitting.refresh()

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = [event for event in store.events("1") if isinstance(event, ev.Answered)]
    assert len(log) == 120
    assert sitting.state.ignored == 0
    assert store.verify("1") == []


def test_the_cheap_look_at_the_clock_agrees_with_the_whole_fold(store: Store, clocks: Clocks) -> None:
    def agree() -> None:
        sitting = Sitting.resume(store, attach=True, sources=clocks.sources)
        assert store.running("1", clocks.sources.read()) == sitting.elapsed()

    start(store, clocks).close()
    for turn in (lambda: clocks.pass_time(60), lambda: clocks.set_wall(-500), lambda: clocks.reboot(100)):
        turn()
        agree()
        with Sitting.resume(store, sources=clocks.sources) as sitting:
            sitting.answer(3, f"{clocks.boottime}")
        clocks.pass_time(30)
        agree()


def test_a_note_about_the_clock_that_cannot_be_saved_disturbs_no_one_and_is_made_later(
    store: Store, clocks: Clocks
) -> None:
    sitting = start(store, clocks)
    clocks.set_wall(-100)
    store._db.execute("PRAGMA query_only = ON")
    sitting.refresh()
    with pytest.raises(DlexamError, match="can't be written"):
        sitting.answer(1, "b")
    store._db.execute("PRAGMA query_only = OFF")
    sitting.answer(1, "b")
    assert kinds(store) == ["Started", "ClockNoted", "Answered"]
