"""State is a pure fold: any log folds, wherever it is cut, and what is out of place changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from exam_papers import paper
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.errors import DlexamError
from dlexam.exam import codec
from dlexam.exam import events as ev
from dlexam.exam.events import AnyEvent
from dlexam.exam.state import SessionOver, apply, check, fold
from dlexam.marking.marks import Marks

PAPER = paper()
START = ev.Started(elapsed=0.0, wall=1000.0, paper=PAPER, allowed=3600.0, boot="a", boottime=5.0)

times = {"elapsed": st.floats(0, 5000), "wall": st.floats(0, 1e10)}
numbers = st.integers(-1, 6)
texts = st.text(max_size=8)
marks = st.builds(
    Marks, marks=st.floats(0, 1), max_marks=st.just(1.0), because=texts, marker=texts, provisional=st.booleans()
)
anything = st.one_of(
    st.just(START),
    st.builds(ev.Answered, **times, number=numbers, text=texts, draft=st.booleans()),
    st.builds(ev.Flagged, **times, number=numbers, on=st.booleans()),
    st.builds(ev.Moved, **times, number=numbers),
    st.builds(
        ev.Submitted,
        **times,
        number=numbers,
        challenge=st.sampled_from(["swish", "other"]),
        filename=texts,
        source=texts,
        public=st.none(),
    ),
    st.builds(ev.ClockNoted, **times, note=texts),
    st.builds(ev.Resumed, **times, boot=texts, boottime=st.floats(0, 1e6)),
    st.builds(ev.Finished, **times, reason=st.sampled_from(["asked", "deadline", "abandoned"])),
    st.builds(ev.Marked, **times, number=numbers, marks=marks, grading=st.none()),
    st.builds(ev.Overridden, **times, number=numbers, marks=st.floats(-1, 2), because=texts),
    st.builds(ev.Confirmed, **times, number=numbers),
)
logs = st.lists(anything, max_size=30)


@settings(deadline=None)
@given(logs)
def test_any_sequence_of_events_folds(log: list[AnyEvent]) -> None:
    state = fold([START, *log])
    assert state.seq == len(log) + 1
    assert set(state.answers) | set(state.submissions) | set(state.marks) | state.flags <= {1, 2, 3, 4}


@settings(deadline=None)
@given(logs, st.integers(0, 30))
def test_a_fold_with_a_restart_in_the_middle_is_the_same(log: list[AnyEvent], cut: int) -> None:
    state = fold([START, *log[:cut]])
    for event in codec.decode(codec.encode(event) for event in log[cut:]):
        state = apply(state, event)
    assert state == fold([START, *log])


@settings(deadline=None)
@given(logs, anything)
def test_what_check_refuses_changes_nothing_and_what_it_lets_pass_is_not_ignored(
    log: list[AnyEvent], event: AnyEvent
) -> None:
    before = fold([START, *log])
    after = apply(before, event)
    try:
        check(before, event)
    except DlexamError:
        assert after == _with(before, seq=before.seq + 1, ignored=before.ignored + 1)
    else:
        assert after.ignored == before.ignored


@settings(deadline=None)
@given(logs)
def test_running_time_never_goes_back_and_stops_at_the_finish(log: list[AnyEvent]) -> None:
    state = fold([START])
    for event in log:
        later = apply(state, event)
        assert later.elapsed >= state.elapsed
        if state.finished:
            assert later.elapsed == state.elapsed
            assert later.answers == state.answers
        state = later


@settings(deadline=None)
@given(logs)
def test_a_fold_leaves_earlier_states_as_they_were(log: list[AnyEvent]) -> None:
    states = [fold([START])]
    frozen = [repr(states[0])]
    for event in log:
        states.append(apply(states[-1], event))
        frozen.append(repr(states[-1]))
    assert [repr(state) for state in states] == frozen


@settings(deadline=None)
@given(anything)
def test_every_event_comes_back_from_its_bytes(event: AnyEvent) -> None:
    assert codec.decode([codec.encode(event)]) == [event]


def at(kind: Any, elapsed: float = 10.0, **fields: Any) -> AnyEvent:
    return kind(elapsed=elapsed, wall=1000.0 + elapsed, **fields)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (at(ev.Answered, number=9, text="x"), "There is no question 9"),
        (at(ev.Answered, number=0, text="x"), "There is no question 0"),
        (at(ev.Answered, number=4, text="x"), "Question 4 is answered with code"),
        (at(ev.Answered, number=1, text="x", elapsed=3601.0), "Time is up"),
        (at(ev.Submitted, number=1, challenge="swish", filename="f", source=""), "Question 1 takes no code"),
        (at(ev.Submitted, number=4, challenge="relu", filename="f", source=""), "asks for swish, not relu"),
        (at(ev.Overridden, number=1, marks=1.0, because=""), "Nothing is marked while the exam is open"),
        (START, "has begun already"),
    ],
)
def test_an_event_out_of_place_is_refused_with_its_reason(event: AnyEvent, words: str) -> None:
    with pytest.raises(DlexamError, match=words):
        check(fold([START]), event)


@pytest.mark.parametrize(
    "event",
    [
        at(ev.Answered, number=1, text="late"),
        at(ev.Flagged, number=1, on=True),
        at(ev.Submitted, number=4, challenge="swish", filename="f", source=""),
        at(ev.Finished, reason="asked"),
        at(ev.Resumed, boot="b", boottime=1.0),
    ],
)
def test_after_the_finish_nothing_can_be_done(event: AnyEvent) -> None:
    state = fold([START, at(ev.Finished, reason="asked")])
    with pytest.raises(SessionOver, match="finished"):
        check(state, event)
    assert apply(state, event).ignored == 1


def test_the_latest_text_stands_and_an_empty_one_takes_it_back() -> None:
    log = [START, at(ev.Answered, number=1, text="a"), at(ev.Answered, number=1, text="ab", draft=True)]
    assert fold(log).answers[1].text == "ab"
    assert fold(log).answers[1].draft
    assert not fold([*log, at(ev.Answered, number=1, text="")]).answered(1)


def test_an_override_must_lie_within_the_markers_scale() -> None:
    marked = at(ev.Marked, number=3, marks=Marks(marks=1, max_marks=3, because="", marker="rubric", provisional=True))
    state = fold([START, at(ev.Finished, reason="asked"), marked])
    check(state, at(ev.Overridden, number=3, marks=3.0, because=""))
    for wrong in (3.5, -0.5, float("nan")):
        with pytest.raises(DlexamError, match="can't be given"):
            check(state, at(ev.Overridden, number=3, marks=wrong, because=""))


def test_a_log_without_its_start_is_refused() -> None:
    with pytest.raises(DlexamError, match="doesn't begin with its paper"):
        fold([at(ev.Moved, number=1)])


def _with(state: Any, **changes: Any) -> Any:
    from msgspec.structs import replace

    return replace(state, **changes)
