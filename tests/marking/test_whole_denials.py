"""A claim pronounced false is denied as a whole, wherever the verdict stands; what else is said still counts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from marked import shipped_item, shipped_open, state

from dlexam.marking.marker import mark

PATTERN = "(backprop* | gradient*) & (multipl* | product) & factor"
X = "backprop multiplies one factor per layer"

DENIED = """
It is not true that {x}.
It is not true that backprop, by the chain rule, multiplies one factor per layer.
It isn't true that {x}.
It is not the case that {x}.
It is false that backprop, by the chain rule, multiplies one factor per layer.
Some say that {x}, but that is false.
Some claim that {x}, which is wrong.
{x}. That is false.
{x}. This is wrong.
{x}. That's not true.
{x}. Wrong.
{x}. No.
{x}? No.
{x}? No, it adds.
{x}, they say; wrong.
{x} - that is simply false.
Wrong: {x}.
False is that {x}.
Nobody should believe that {x}.
Nobody claims that {x}.
I do not believe that {x}.
I doubt that {x}.
I doubt {x}.
I disagree with the idea that {x}.
It is a myth that {x}.
It is a common misconception among beginners that {x}.
It would be a mistake to think that {x}.
There is no truth in the claim that {x}.
The claim that {x} is false.
That {x} is a myth.
Many of us wrongly think that {x}.
The following is wrong. {x}.
The following statements are false: {x}.
{x}. All of the above is false.
{x}. (We saw that.) Everything I wrote above is wrong.
{x}. None of this is true.
"""

SAID = """
It is wrong that it adds them; in truth {x}.
It is false that it adds, because {x}.
It is not true that it adds. We see that {x}.
It is not true that it adds, but {x}.
Some say that it adds, but that is false: {x}.
Some say that it adds, but that is false. We see that {x}.
It adds? Wrong. We see that {x}.
Does it add? No, {x}.
No. We see that {x}.
The following is wrong. It adds. In truth, {x}.
The following is wrong with it: {x}.
We see that {x}. This is not wrong.
We see that {x}. That is not false.
We see that {x}. That is not always true.
We see that {x}. That is right.
We see that {x}. All of this is true.
We see that {x}. That is wrong only for batch size 1.
We see that {x}. This is wrong for embeddings.
Nothing is wrong with saying that {x}.
There is no doubt that {x}.
Nobody doubts that {x}.
I don't doubt that {x}.
One cannot deny that {x}.
It is not only true that {x}.
It is not wrong that {x}.
It is no wonder that {x}.
Contrary to popular belief, {x}.
It guesses, and it is wrong. Then {x}.
When the guess is wrong, {x}.
"""


def _told(lines: str) -> list[str]:
    return [line.format(x=X) for line in lines.strip().splitlines()]


@pytest.mark.parametrize("answer", _told(DENIED))
def test_a_claim_that_is_pronounced_false_is_denied(answer: str) -> None:
    assert state(PATTERN, answer) == "contradicted"


@pytest.mark.parametrize("answer", _told(SAID))
def test_a_verdict_on_something_else_denies_nothing(answer: str) -> None:
    assert state(PATTERN, answer) == "earned"


def test_who_denies_a_denial_says_it() -> None:
    assert state("vanish", "It is false that the gradient does not vanish.") == "earned"
    assert state("not(vanish)", "Some say that it does not vanish, but that is wrong.") == "missing"


def test_a_claim_that_something_helps_leaves_nothing_open_when_it_is_false() -> None:
    assert state("dropout & overfit", "Dropout prevents overfitting.") == "earned"
    assert state("dropout & overfit", "It is a myth that dropout prevents overfitting.") == "contradicted"


def _each(before: str, after: str = ".") -> Callable[[str], str]:
    def made(answer: str) -> str:
        told = (one[0].lower() + one[1:].rstrip(".") if before else one.rstrip(".") for one in _sentences(answer))
        return " ".join(before + one + after for one in told)

    return made


def _sentences(answer: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?]) +", answer) if one]


WHOLE: dict[str, Callable[[str], str]] = {
    "some say": _each("Some say that ", ", but that is false."),
    "not true": _each("It is not true that "),
    "nobody": _each("Nobody should believe that "),
    "doubt": _each("I doubt that "),
    "myth": _each("It is a myth that "),
    "wrong:": _each("Wrong: "),
    "that is false": _each("", ". That is false."),
    "no": _each("", "? No."),
    "they say": _each("", ", they say; wrong."),
    "following": lambda answer: f"The following is wrong. {answer}",
    "above": lambda answer: f"{answer} All of the above is false.",
}


@pytest.mark.parametrize("wording", WHOLE)
def test_a_model_answer_that_is_denied_earns_next_to_nothing(wording: str) -> None:
    items = [shipped_item(question) for question in shipped_open()]
    fractions = [mark(item, WHOLE[wording](item.key.answer)).fraction for item in items]  # type: ignore[union-attr]
    assert sum(fractions) / len(fractions) <= 0.1


@pytest.mark.parametrize("said", ["It is not true that ", "All of the above is false. ", "The following is wrong. ",
                                  "not true that ", "Wrong: ", "wrong; "])  # fmt: skip
def test_any_number_of_verdicts_is_read(said: str) -> None:
    """Slowness here is the defect: a verdict on verdicts on verdicts must not multiply."""
    assert 0.0 <= mark(shipped_item("relu-over-sigmoid"), said * (60_000 // len(said))).fraction <= 0.5
