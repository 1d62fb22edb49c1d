"""When two questions are too alike for one paper: a rule cheap enough for 100,000 of them.

A prompt's words are its letters-only words in small letters, without plural s, numbers, `{expressions}` and the words
that carry no content. Two prompts are near-repeats when these sets are equal, or nearly so (at least 85 % in common).
So the same template with other numbers is a repeat, and so is a prompt reworded by one word in fifteen; "with bias" and
"without bias" in a short prompt are not. A prompt with fewer than three such words ("Which of these is true?") says
too little by itself: there the parts (choices, items, pairs, accepted answers) count too.
"""

from __future__ import annotations

import re

from dlexam.bank.models import Choice, Match, Order, Question, Short

NEARLY = 0.85  # common words / all words
_EXPRESSION = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an the of is are was were be been do does did has have had in on at to for by with from as and or it its"
        " this that these those there which what how why when where who whose you your we one can could will would"
        " should must about into than then so if each every all any some following",
    )
)


def words(question: Question) -> frozenset[str]:
    """The content words by which a question is compared."""
    found = _content(question.prompt)
    if len(found) >= 3:
        return found
    return found.union(*(_content(part) for part in _parts(question)))


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions, given by their words, are too alike."""
    common = len(one & other)
    return common >= NEARLY * (len(one) + len(other) - common)


def _content(text: str) -> frozenset[str]:
    found = _WORD.findall(_EXPRESSION.sub(" ", text).casefold())
    return frozenset(_singular(word) for word in found if word not in _EMPTY)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def _parts(question: Question) -> list[str]:
    if isinstance(question, Choice):
        return list(question.choices.values())
    if isinstance(question, Order):
        return list(question.items)
    if isinstance(question, Match):
        return [part for pair in question.pairs for part in pair]
    return list(question.answer) if isinstance(question, Short) else []
