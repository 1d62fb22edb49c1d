"""Lint says what is weak in a rubric, with the place inside the question."""

from __future__ import annotations

from typing import Any

from dlexam.bank.models import Open, Pitfall, Point
from dlexam.marking.rubric_lint import check


def _question(**changes: Any) -> Open:
    plain: dict[str, Any] = {
        "id": "a-question", "topic": "a-topic", "level": 1, "minutes": 1, "source": ["x"], "prompt": "Why is it so?",
        "explain": "Because.", "answer": "The sigmoid saturates, and ReLU is cheap.",
        "points": [Point(id="one", says="x", when=["sigmoid & saturat*"]), Point(id="two", says="y", when=["cheap"])],
        "pitfalls": [],
    }  # fmt: skip
    return Open(**(plain | changes))


def _codes(question: Open, **concepts: list[str]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(code, path) for code, path, _, _ in check(question, concepts)]


def test_a_sound_rubric_has_no_findings() -> None:
    assert check(_question(), {}) == []


def test_a_pattern_that_does_not_parse_is_found_at_its_place() -> None:
    points = [Point(id="one", says="x", when=["sigmoid", "(relu"])]
    [(code, path, message, hint)] = check(_question(points=points), {})
    assert (code, path) == ("bad-pattern", ("points", 0, "when", 1))
    assert "a bracket is never closed (at character 1)" in message
    assert hint == "the pattern is: (relu"


def test_concepts_are_written_out_before_the_marker_reads() -> None:
    points = [Point(id="one", says="x", when=["@flat"])]
    assert _codes(_question(points=points), flat=["saturat*"]) == []


def test_a_point_that_its_own_model_answer_does_not_earn_is_found() -> None:
    points = [Point(id="one", says="x", when=["tanh"]), Point(id="two", says="y", when=["sparse"], optional=True)]
    assert _codes(_question(points=points)) == [("model-answer-misses", ("points", 0))]


def test_a_model_answer_that_reads_as_a_denial_is_found() -> None:
    assert _codes(_question(answer="The sigmoid does not saturate. ReLU is cheap.")) == [
        ("model-answer-contradicts", ("points", 0))
    ]


def test_a_model_answer_that_trips_a_pitfall_is_found() -> None:
    pitfalls = [Pitfall(says="x", when=["relu & cheap"], because="no")]
    assert _codes(_question(pitfalls=pitfalls)) == [("model-answer-trips", ("pitfalls", 0))]


def test_two_points_that_the_same_words_earn_are_found() -> None:
    points = [Point(id="one", says="x", when=["cheap"]), Point(id="two", says="y", when=["sigmoid", "cheap"])]
    assert _codes(_question(points=points)) == [("points-alike", ("points", 1))]


def test_points_that_ask_for_the_same_words_in_another_order_are_found() -> None:
    points = [Point(id="one", says="x", when=["relu & (cheap | quick)"])]
    points.append(Point(id="two", says="y", when=["(quick | cheap) & relu"]))
    assert ("points-alike", ("points", 1)) in _codes(_question(points=points))


def test_a_pattern_that_does_not_parse_hides_no_fault_elsewhere() -> None:
    points = [Point(id="one", says="x", when=["sigmoid", "(relu"]), Point(id="two", says="y", when=["nowhere"])]
    assert _codes(_question(points=points)) == [
        ("bad-pattern", ("points", 0, "when", 1)), ("model-answer-misses", ("points", 1)),
    ]  # fmt: skip


def test_a_pattern_that_the_prompt_alone_satisfies_is_found() -> None:
    assert _codes(_question(prompt="Say why ReLU is cheap.")) == [("prompt-earns", ("points", 1, "when", 0))]


def test_patterns_that_match_nothing_or_everything_are_found() -> None:
    points = [Point(id="one", says="x", when=["cheap", "relu & not(relu)", "s*"])]
    found = _codes(_question(points=points))
    assert ("matches-nothing", ("points", 0, "when", 1)) in found
    assert ("matches-all", ("points", 0, "when", 2)) in found


def test_a_point_worth_more_than_a_full_answer_is_found() -> None:
    points = [Point(id="one", says="x", when=["cheap"], marks=3.0)]
    assert _codes(_question(points=points, full=2.0)) == [("point-above-full", ("points", 0))]


def test_a_point_that_the_opposite_of_what_it_says_earns_is_found() -> None:
    blind = [Point(id="one", says="The gradients of a sigmoid are small.", when=["sigmoid & (small | large)"])]
    answer = "A sigmoid has small gradients."
    [(code, path, message, hint)] = check(_question(points=blind, answer=answer), {})
    assert (code, path) == ("blind-to-direction", ("points", 0))
    assert "'The gradients of a sigmoid are large.'" in message
    assert "pitfall" in hint
    seeing = [Point(id="one", says="The gradients of a sigmoid are small.", when=["sigmoid & small"])]
    assert _codes(_question(points=seeing, answer=answer)) == []


def test_a_pitfall_that_names_the_mistake_answers_for_the_direction() -> None:
    points = [Point(id="one", says="The sigmoid has small gradients.", when=["sigmoid & (small | large)"])]
    pitfalls = [Pitfall(says="x", when=["sigmoid & large"], because="no", denies="one")]
    answer = "A sigmoid has small gradients."
    assert _codes(_question(points=points, pitfalls=pitfalls, answer=answer)) == []


def test_a_point_whose_roles_may_be_exchanged_is_found() -> None:
    points = [Point(id="one", says="The encoder reads what the decoder asks for.", when=["encoder & decoder & ask*"])]
    answer = "The encoder reads what the decoder asks for."
    assert _codes(_question(points=points, answer=answer)) == [("blind-to-direction", ("points", 0))]


def test_a_point_that_one_common_word_earns_is_found() -> None:
    points = [Point(id="one", says="x", when=["sigmoid & saturat*", "cheap | gradient*"])]
    assert _codes(_question(points=points)) == [("common-word", ("points", 0, "when", 1))]
    assert _codes(_question(points=[Point(id="one", says="x", when=["cheap & relu | saturat*"])])) == []
