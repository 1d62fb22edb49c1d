"""Counterfactuals for authors: what a point says, with its direction turned round, or the two roles in it exchanged.

For trying a rubric, not for marking: what such a sentence says is false, so it should earn nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from dlexam.marking import opposites
from dlexam.marking.reading import Reading

_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"\s*\([^()]*\)")
# of these a point that names one side only means that side
_SCALES = tuple(
    scale for scale in opposites.SCALES if not {"dependence", "sum", "product", "linearity"}.intersection(scale)
)
# where a point names both, each has its own part
_ROLES = ("coder", "mode", "axis", "network", "rival", "layer", "way", "order", "end")


def plain(sentence: str) -> str:
    """The sentence without what stands in brackets, which is said by the way."""
    return _ASIDE.sub("", sentence)


def turned(sentence: str) -> Iterator[str]:
    """The sentence with each scale in turn turned round, if all on it points one way; then with each pair of roles
    exchanged that it doesn't merely list.

    >>> list(turned("The encoder has larger inputs than the decoder."))
    ['The encoder has smaller inputs than the decoder.', 'The decoder has larger inputs than the encoder.']
    """
    for instead in _directed(sentence):
        yield _exchanged(sentence, instead)
    words = [match[0].lower() for match in _WORD.finditer(sentence)]
    for one, two in (pair for family in _ROLES for pair in opposites.pairs(family)):
        if {one, two} <= set(words) and not _listed(words, {one, two}):
            yield _exchanged(sentence, {one: two, two: one})


def _directed(sentence: str) -> Iterator[dict[str, str]]:
    """For each scale of which the sentence names one side only: the words that name it, and their opposites."""
    reading = Reading(sentence)
    for scale in _SCALES:
        sides, partners = opposites.sides(*scale), _partners(scale)
        named = {side for root in reading.stems if (side := sides.of(root)) is not None}
        words = {token.forms[0] for token in reading.tokens} & set(partners)
        if len(named) == 1 and words:
            yield {word: partners[word] for word in words}


def _listed(words: list[str], pair: set[str]) -> bool:
    """ "In training and evaluation" says the same in either order."""
    return any({words[at - 1], words[at + 1]} == pair for at in range(1, len(words) - 1) if words[at] in ("and", "or"))


def _exchanged(sentence: str, instead: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: _cased(instead.get(match[0].lower(), match[0]), match[0]), sentence)


def _cased(word: str, like: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word


@cache
def _partners(scale: tuple[str, ...]) -> dict[str, str]:
    return opposites.partners(*scale)
