"""The words of a right answer in no order earn nothing, however they are strung; answers in odd styles lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random

import pytest
from marked import judged, marked, rubric, shipped_item, shipped_open

from dlexam.bank.paper import RubricKey
from dlexam.marking import lexicon, wordorder
from dlexam.marking.marker import mark
from dlexam.marking.reading import Reading

OPEN = shipped_open()
HONEST = [one for one in judged() if not one.untouched and one.level not in ("salad", "off-topic", "empty")]


def _key(question: str) -> RubricKey:
    key = shipped_item(question).key
    assert isinstance(key, RubricKey)
    return key


def _bare(text: str) -> list[str]:
    return re.findall(r"[^\s,.;:()]+", text)


def _every(words: list[str], mark_: str, number: int = 5) -> str:
    return "".join(word + (mark_ if at % number == 0 else " ") for at, word in enumerate(words, 1))


def _between(words: list[str], small: str) -> str:
    return " ".join(f"{word} {other}" for word, other in zip(words, cycle(small.split()), strict=False)) + "."


def _sorted(answer: str) -> Iterator[str]:
    once = sorted(set(answer.split()))
    yield from (" ".join(once), " ".join(once[::-1]), " ".join(sorted(answer.lower().split())))
    yield " ".join(sorted(once, key=len))
    yield " ".join(sorted(answer.split(), key=len, reverse=True))
    yield " ".join(" ".join(sorted(part.split())) for part in answer.split(". "))
    bare = sorted(set(_bare(answer)), key=str.lower)
    yield from (_every(bare, ", "), _every(bare, "\n"), _every(bare, ". "))


def _shuffled(answer: str) -> Iterator[str]:
    yield " ".join(answer.split()[::-1])
    for seed in range(4):
        words, bare = answer.split(), _bare(answer)
        Random(seed).shuffle(words)
        Random(seed).shuffle(bare)
        yield " ".join(words)
        yield from (_every(bare, ", ", 4), _every(bare, "\n", 6), _every(bare, ". ", 7))


def _strung(answer: str) -> Iterator[str]:
    words = [word for word in _bare(answer) if word.lower() not in lexicon.FUNCTION]
    for small in ("the of a", "is the", "the is of a and it in"):
        yield _between(words, small)


def _of_the_rubric(question: str) -> Iterator[str]:
    """A learner has no rubric; who guesses its words well has said no more for it."""
    patterns = " ".join(pattern for point in _key(question).points for pattern in point.when)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\b(?:not|unless)\(", "(", patterns))
    for small in ("the of a", "is and", "the is of a and it in"):
        yield _between(words, small)
    for seed in range(3):
        yield _between(Random(seed).sample(words, len(words)), "the of a")


@pytest.mark.parametrize("made", [_sorted, _shuffled, _strung], ids=lambda made: made.__name__[1:])
@pytest.mark.parametrize("question", OPEN)
def test_the_words_of_a_model_answer_in_no_order_earn_at_most_a_fifth(
    question: str, made: Callable[[str], Iterator[str]]
) -> None:
    item = shipped_item(question)
    assert [text for text in made(_key(question).answer) if mark(item, text).fraction > 0.2] == []


@pytest.mark.parametrize("question", OPEN)
def test_the_words_of_a_rubric_with_small_ones_between_earn_at_most_a_fifth(question: str) -> None:
    item = shipped_item(question)
    assert [text for text in _of_the_rubric(question) if mark(item, text).fraction > 0.2] == []


@pytest.mark.parametrize("question", OPEN[::4])
def test_prose_on_something_else_hides_no_bag(question: str) -> None:
    prose = _key(OPEN[(OPEN.index(question) + 1) % len(OPEN)]).answer
    item, words = shipped_item(question), " ".join(sorted(set(_key(question).answer.split())))
    alone = mark(item, prose).fraction
    assert mark(item, f"{prose}\n\n{words}").fraction <= max(0.2, alone + 0.1)
    assert mark(item, f"{words}.\n\n{prose}").fraction <= max(0.2, alone + 0.1)


def _as_it_is(text: str) -> str:
    return text


def _without_articles(text: str) -> str:
    return re.sub(r"\b(the|a|an) ", "", text, flags=re.IGNORECASE)


def _without_stops(text: str) -> str:
    return re.sub(r"[.,;:()]", "", text).lower()


def _in_lines(text: str) -> str:
    return re.sub(r"[.,;] ", "\n- ", text)


@pytest.mark.parametrize("style", [_as_it_is, _without_articles, _without_stops, _in_lines])
def test_no_answer_that_says_something_is_taken_for_a_bag(style: Callable[[str], str]) -> None:
    texts = [style(one.text) for one in HONEST] + [style(_key(question).answer) for question in OPEN]
    assert [text for text in texts if wordorder.is_bag(Reading(text).tokens)] == []


def test_no_sentence_of_an_honest_answer_is_set_aside_for_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [marked(one).fraction for one in HONEST]
    monkeypatch.setattr(wordorder, "is_bag", lambda tokens: False)
    assert [mark(shipped_item(one.question), one.text).fraction for one in HONEST] == marks


@pytest.mark.parametrize(
    "answer",
    [
        "Sigmoid saturate, so gradient is vanish, and relu is more cheap because no exponential.",
        "- sigmoid saturates\n- gradients vanish\n- relu is cheap, sparse, slope 1",
        "sigmoid' = s(1 - s) <= 1/4 -> product over n layers <= 4^-n -> vanishes; relu' = 1, cheap, sparse",
        "Because of saturation of sigmoid the gradients are vanishing in deep net, relu is also cheap for compute.",
    ],
)
def test_notes_broken_english_and_formulas_are_no_bag(answer: str) -> None:
    assert mark(rubric("sigmoid | saturate", "vanish", "cheap"), answer).fraction == 1.0
