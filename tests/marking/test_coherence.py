"""An answer that contradicts the key about as often as it agrees earns nothing for sure; one slip costs one point."""

from __future__ import annotations

from marked import item

from dlexam.bank.paper import Criterion, RubricKey, Trap
from dlexam.marking.marker import mark
from dlexam.marking.marks import Marks

KEY = RubricKey(
    points=tuple(
        Criterion(id=word, says=f"It is {word}.", when=(word,), marks=1.0)
        for word in ("quick", "small", "exact", "calm")
    ),
    pitfalls=(Trap(says="It is green.", when=("green",), because="It has no colour."),),
    full=4.0,
    answer="It is quick, small, exact and calm.",
)


def marks(answer: str) -> Marks:
    return mark(item("open", KEY), answer)


def states(answer: str) -> dict[str, str]:
    return {point.id: point.state for point in marks(answer).points}


def test_one_slip_among_many_right_statements_costs_its_own_point_only():
    told = marks("The method is quick. The result is exact. The network is small. The training is not calm.")
    assert [point.state for point in told.points] == ["earned", "earned", "earned", "contradicted"]
    assert told.marks == 3.0


def test_a_second_contradiction_puts_all_in_doubt():
    told = marks("The method is quick. The result is exact. The training is not calm, the network not small.")
    assert [point.state for point in told.points] == ["unsure", "contradicted", "unsure", "contradicted"]
    assert told.marks == 1.0
    assert "contradicts the key elsewhere" in told.points[0].because


def test_a_pitfall_counts_as_a_contradiction():
    assert states("The method is quick. It is not calm, and it is green.")["quick"] == "unsure"


def test_what_was_unsure_is_then_not_earned():
    answer = "Perhaps the method is quick. The training is not calm. The network is not small."
    assert states(answer)["quick"] == "missing"
    assert states("Perhaps the method is quick.")["quick"] == "unsure"


def test_without_contradictions_nothing_changes():
    assert set(states("The method is quick.").values()) == {"earned", "missing"}


def test_who_agrees_with_little_and_contradicts_as_often_is_not_believed_for_sure():
    assert states("The method is quick. The training is not calm.")["quick"] == "unsure"
    two = "The method is quick. The result is exact. The training is not calm."
    assert states(two)["quick"] == "earned"


def test_words_far_apart_are_believed_of_an_answer_that_contradicts_nothing_only():
    key = RubricKey(
        points=(
            Criterion(id="far", says="It is quick.", when=("method & quick",), marks=1.0),
            *(
                Criterion(id=word, says=f"It is {word}.", when=(word,), marks=1.0)
                for word in ("small", "exact", "calm")
            ),
        ),
        pitfalls=(),
        full=4.0,
        answer="-",
    )
    apart = "The method, of which we have seen so many examples in the chapter that came before this one, is quick. "
    sound = mark(item("open", key), apart + "The network is small, the result exact and the training calm.")
    assert [point.state for point in sound.points] == ["earned"] * 4
    slipped = mark(item("open", key), apart + "The network is small and the result exact. The training is not calm.")
    assert [point.state for point in slipped.points] == ["unsure", "earned", "earned", "contradicted"]


def test_an_answer_that_contradicts_the_key_again_and_again_is_not_believed_at_all():
    told = marks("The method is quick. The result is not exact, the network not small, and the training not calm.")
    assert [point.state for point in told.points] == ["missing", "contradicted", "contradicted", "contradicted"]
    assert "isn't believed" in told.points[0].because
