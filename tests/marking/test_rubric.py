"""Rubric points: negation, contrast, hedging and contradiction count; words without a statement earn nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import judged, rubric, shipped_item, state, states, unhurried

from dlexam.bank.paper import Trap
from dlexam.marking.marker import mark, problem

VANISH = "sigmoid & vanish"


@pytest.mark.parametrize(
    "answer",
    [
        "With the sigmoid, gradients do not vanish.",
        "With the sigmoid, gradients don't vanish.",
        "Gradients never vanish with the sigmoid.",
        "The sigmoid cannot make gradients vanish.",
        "Gradients hardly vanish with a sigmoid.",
        "It is wrong that gradients vanish with the sigmoid.",
        "They vanish in ReLU, not in the sigmoid.",
        "They vanish in ReLU but not in sigmoid.",
        "With sigmoid there are no vanishing gradients.",
        "The sigmoid fails to make them vanish.",
        "Vanishing does not happen with the sigmoid, I see.",
    ],
)
def test_a_denied_point_is_contradicted(answer: str) -> None:
    assert state(VANISH, answer) == "contradicted"


@pytest.mark.parametrize(
    "answer",
    [
        "They vanish in the sigmoid, not in ReLU.",
        "They vanish with the sigmoid but they do not with ReLU.",
        "It is not uncommon that gradients vanish with the sigmoid.",
        "Not only do gradients vanish with the sigmoid, it is slow too.",
        "The sigmoid never fails to make them vanish.",
        "With the sigmoid the gradient vanishes, so no learning happens.",
        "The sigmoid is not cheap, and its gradients vanish.",
        "Without any doubt gradients vanish with the sigmoid.",
    ],
)
def test_a_denial_of_something_else_denies_nothing(answer: str) -> None:
    assert state(VANISH, answer) == "earned"


def test_a_bound_is_no_denial() -> None:
    assert state("derivative & 0.25", "The derivative never exceeds 0.25.") == "earned"
    assert state("derivative & 0.25", "The derivative is no more than 1/4.") == "earned"
    assert state("derivative & 0.25", "The derivative is not 1/4.") == "contradicted"
    assert state('"greater than 1"', "The derivative is never greater than 1.") == "contradicted"


def test_a_list_under_a_negation_is_denied_throughout() -> None:
    answer = "DDP does not send the data, the weights or the activations, only the gradients."
    assert states(("data", "weights", "activations"), answer) == ["contradicted"] * 3
    assert state("gradients", answer) == "earned"
    answer = "They aren't clipped, or somebody computes the logarithm."
    assert states(("clip", "logarithm"), answer) == ["contradicted", "earned"]


@pytest.mark.parametrize(
    "answer", ["Maybe they vanish with the sigmoid.", "They vanish with the sigmoid, I guess.",
               "Do they vanish with the sigmoid?", "I'm not sure, but they vanish with the sigmoid."],
)  # fmt: skip
def test_what_is_said_with_a_doubt_is_unsure_and_pays_half(answer: str) -> None:
    marks = mark(rubric(VANISH), answer)
    assert [point.state for point in marks.points] == ["unsure"]
    assert marks.fraction == 0.5


def test_may_and_might_are_the_language_of_the_field_and_no_doubt() -> None:
    assert state("shift & window", "A shift inside the window may leave the output as it is.") == "earned"


def test_parts_that_lie_scattered_are_unsure() -> None:
    answer = "We use the sigmoid here. Then there is a second layer. There is a third one. They vanish."
    assert state(VANISH, answer) == "unsure"
    assert state(VANISH, "We use the sigmoid here." + " There is one more layer." * 9 + " They vanish.") == "missing"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("The outputs are scaled by 2. In training there are many steps.", "unsure"),
        ("The outputs are scaled by 2. This happens in training.", "earned"),
        ("The outputs are scaled by 2. In training we want large outputs.", "earned"),
    ],
)
def test_a_statement_reaches_over_a_full_stop_only_if_the_next_sentence_goes_on_about_it(
    answer: str, found: str
) -> None:
    assert state("scale & training", answer) == found


def test_what_must_not_be_there_keeps_a_pitfall_from_springing() -> None:
    trap = Trap(says="full", when=("full invariance & unless(need | would)",), because="It is local.", denies="p1")
    item = rubric("invariance", pitfalls=(trap,))
    assert mark(item, "It has full invariance to shifts.").points[0].state == "contradicted"
    assert mark(item, "Full invariance would need global pooling.").points[0].state == "earned"


def test_nobody_and_nothing_deny_what_they_are_the_subject_of() -> None:
    assert state("pass & backwards", "Nothing is passed backwards.") == "contradicted"
    assert state("not(depend & position)", "Nothing in the formula depends on the position.") == "earned"


def test_a_name_after_what_is_said_of_it_governs_where_none_stands_before() -> None:
    assert state("bce & independent", "For independent labels take CE, for one class take BCE.") == "missing"
    assert state("bce & independent", "For independent labels take BCE, for one class take CE.") == "earned"


def test_a_point_is_not_begun_by_small_words() -> None:
    assert mark(rubric("it & over & saturate"), "It goes over and over.").points[0].because == (
        "Nothing in the answer says this."
    )


def test_parts_on_two_sides_of_a_contrast_are_unsure() -> None:
    assert state("shift & window", "The shift may be small whereas the window is large.") == "unsure"
    assert state("pixel & window", "It moves by a pixel but stays in the window.") == "earned"


def test_a_clause_about_something_else_is_not_mixed_with_the_one_before() -> None:
    assert state("gradients & average", "The weights are averaged, gradients stay local.") == "unsure"
    assert state("shuffle & same", "If you shuffle the words, attention gives the same vectors.") == "earned"
    assert state("gradients & average", "The gradients are summed, then averaged.") == "earned"


def test_what_is_to_be_denied_and_is_asserted_is_missing_not_contradicted() -> None:
    assert state("not(order & know)", "It does not know the order.") == "earned"
    assert state("not(order & know)", "We let it know the order.") == "missing"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("ReLU's derivative is at most 0.25. The sigmoid has derivative 1.", "missing"),
        ("With ReLU the derivative is 0.25, with the sigmoid it is 1.", "missing"),
        ("It vanishes with ReLU whereas the sigmoid's derivative is fine.", "missing"),
        ("The sigmoid's derivative is at most 0.25, ReLU's is 1.", "earned"),
        ("Unlike ReLU, the sigmoid has a derivative of at most 0.25.", "earned"),
        ("ReLU has derivative 1; for the sigmoid it is below 0.25.", "earned"),
        ("The derivative is 1 for ReLU and at most 0.25 for the sigmoid.", "earned"),
        ("For sigmoid and tanh the derivative is small, such as 0.25.", "earned"),
        ("The derivative is at most 0.25, I mean that of the sigmoid.", "earned"),
    ],
)
def test_what_is_said_of_a_rival_is_not_said_of_the_subject(answer: str, found: str) -> None:
    assert state("sigmoid & derivative & 0.25", answer) == found


def test_every_reason_quotes_the_words_that_decided() -> None:
    answer = "As we saw, gradients vanish with the sigmoid in deep nets. It is not cheap."
    earned, denied, missing = mark(rubric(VANISH, "cheap", "sparse"), answer).points
    assert earned.because == "Earned by “vanish with the sigmoid”."
    assert [answer[start:end] for start, end in earned.words] == ["vanish", "sigmoid"]
    assert denied.because == "The answer denies it: “not cheap”."
    assert missing.because == "Nothing in the answer says this."


def test_the_marks_are_capped_at_full_and_provisional() -> None:
    marks = mark(rubric("alpha", "beta", "gamma", full=2.0), "We use alpha and beta and gamma there.")
    assert (marks.marks, marks.max_marks, marks.provisional, marks.marker) == (2.0, 2.0, True, "rubric")


PITFALL = Trap(says="data is sent", when=("data & sent",), because="Each process reads its own.", denies="p1")
FREE = Trap(says="more epochs", when=('"more epochs"',), because="It overfits more.", denies=None)


def test_a_pitfall_costs_the_point_that_it_denies_and_says_why() -> None:
    marks = mark(
        rubric("gradients", "buckets", pitfalls=(PITFALL,)), "The gradients are sent in buckets. The data is sent too."
    )
    assert [(point.state, point.marks) for point in marks.points] == [("contradicted", 0.0), ("earned", 1.0)]
    assert marks.points[0].because == "“data is sent”: Each process reads its own."


def test_a_pitfall_that_denies_no_point_costs_a_mark_and_never_more_than_there_are() -> None:
    item = rubric("dropout", "augment", pitfalls=(FREE,))
    assert mark(item, "I add dropout and augment, and train for more epochs.").marks == 1.0
    assert mark(item, "I train for more epochs.").marks == 0.0


@pytest.mark.parametrize(
    "answer",
    [
        "Gradients are sent, but the data is not sent.",
        "Perhaps the data is sent with gradients.",
        "Gradients, rather than data, are sent.",
    ],
)
def test_a_pitfall_that_is_denied_or_doubted_costs_nothing(answer: str) -> None:
    assert all(point.state != "contradicted" for point in mark(rubric("gradients", pitfalls=(PITFALL,)), answer).points)


WORDS = ("sigmoid", "saturate", "vanish", "relu", "cheap", "sparse")


@pytest.mark.parametrize(
    "answer",
    [
        "sigmoid saturates vanishing relu cheap sparse gradient product layers",
        "sigmoid, saturation, vanishing, relu, cheap, sparse",
        "Keywords: sigmoid, saturation, vanishing gradients, relu, cheap, sparse.",
        "sigmoid\nsaturation\nvanishing\nrelu\ncheap\nsparse",
        "each sigmoid saturation vanishing how much relu more cheap many sparse",
        "is the sigmoid saturates of and vanishing the is relu cheap are the because sparse",
        "The sigmoid of the saturation and the vanishing of the relu with the cheap and the sparse.",
    ],
)
def test_a_bag_of_keywords_earns_nothing(answer: str) -> None:
    marks = mark(rubric(*WORDS), answer)
    assert marks.marks == 0.0
    assert "nothing is said" in marks.because


def test_a_bare_list_is_an_answer_where_names_are_asked_for_and_still_pays_for_pitfalls() -> None:
    item = rubric("dropout", "augment", pitfalls=(FREE,), terse=True)
    assert mark(item, "dropout, augmentation").marks == 2.0
    assert mark(item, "dropout, augmentation, more epochs").marks == 1.0


def test_notes_with_verbs_or_signs_are_an_answer() -> None:
    assert states(WORDS[:3], "- sigmoid saturates\n- so gradients vanish") == ["earned"] * 3
    assert state(VANISH, "sigmoid' <= 1/4 -> product vanishes") == "earned"


def test_the_prompt_pasted_back_earns_nothing() -> None:
    prompt = "Why do gradients vanish with the sigmoid in deep networks?"
    item = rubric(VANISH, prompt=prompt)
    for answer in (prompt, prompt.upper(), "Gradients vanish with the sigmoid in deep networks.", f"{prompt} {prompt}"):
        marks = mark(item, answer)
        assert (marks.marks, marks.because) == (0.0, "The answer only repeats the question.")
    assert mark(item, f"{prompt} Since the sigmoid saturates, they vanish.").marks == 1.0


@pytest.mark.parametrize("answer", ["", "   \n", "...", "?"])
def test_an_empty_answer_earns_nothing_and_is_told(answer: str) -> None:
    marks = mark(rubric(VANISH), answer)
    assert (marks.marks, marks.because) == (0.0, "There is no answer.")
    assert not marks.provisional  # nothing is there to confirm


def test_only_an_empty_open_answer_is_a_problem() -> None:
    assert problem(rubric(VANISH), "Anything at all.") is None
    assert problem(rubric(VANISH), " ") == "There is no answer."


@unhurried
@given(st.text(max_size=2000))
def test_no_text_crashes_the_marker_and_every_span_lies_inside_it(text: str) -> None:
    marks = mark(rubric(VANISH, "not(data) | 0.25", "O(n^2) & small gradient"), text)
    assert 0.0 <= marks.fraction <= 1.0
    for point in marks.points:
        assert point.because
        assert all(0 <= start <= end <= len(text) for start, end in point.words)


@unhurried
@given(
    st.lists(
        st.sampled_from([*WORDS, "not", "never", "but", ",", ".", "\n", "and", "or", "is", "the", "(", ";"]),
        max_size=60,
    )
)
def test_marking_is_deterministic_and_bounded_for_any_run_of_words(words: list[str]) -> None:
    text = " ".join(words)
    item = rubric(VANISH, "relu & not(cheap)", pitfalls=(FREE,))
    assert mark(item, text) == mark(item, text)
    assert 0.0 <= mark(item, text).fraction <= 1.0


HOSTILE = {
    "one word": "a" * 100_000,
    "blank lines": "\n" * 100_000,
    "digits": "1" * 100_000,
    "slashes": "1/" * 50_000,
    "brackets": "(" * 100_000,
    "negations": "not x, y or " * 8_000,
    "bullets": "\n- " * 33_000,
    "superscripts": "²" * 100_000,
    "keywords": "sigmoid vanish gradient layer " * 3_400,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_kilobytes_of_anything_are_marked(name: str) -> None:
    """Slowness here is the defect: a step that is quadratic in the text would take minutes, and the run stops it."""
    assert mark(shipped_item("relu-over-sigmoid"), HOSTILE[name]).fraction <= 0.5


def test_twice_the_text_is_at_most_about_twice_the_work() -> None:
    """One sentence of many clauses, each with a rival's name and a denial: every place asks what governs it."""
    clauses = "the gradient of the sigmoid vanishes, not in relu, not "
    item = shipped_item("relu-over-sigmoid")
    mark(item, clauses)  # patterns are compiled once, whatever the text
    once, twice = (_work(lambda n=n: mark(item, clauses * n)) for n in (60, 120))  # type: ignore[misc]
    assert twice < 2.3 * once


def _work(does: Callable[[], object]) -> int:
    """The steps taken by Python functions, comprehensions and generators: each call or resumption is one."""
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        does()
    finally:
        sys.setprofile(before)
    return steps


def test_a_long_answer_earns_what_its_short_one_does() -> None:
    full = next(one for one in judged() if one.question == "relu-over-sigmoid" and one.level == "full")
    padding = "The history of the field is long and there is much to say about it. " * 1_000
    item = shipped_item("relu-over-sigmoid")
    assert mark(item, padding + full.text).marks == mark(item, full.text).marks
