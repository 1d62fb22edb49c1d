"""Whether a sentence goes on about what the one before it said: only then may one statement reach over both."""

from __future__ import annotations

from dlexam.marking import lexicon
from dlexam.marking.reading import Reading

_HEAD = 4  # words in which a sentence says what it hangs on


def goes_on(reading: Reading, number: int) -> bool:
    """Whether sentence `number + 1` takes up sentence `number`: by a small word at its head, or by a word of it."""
    if set(reading.words(reading.sentences[number + 1])[:_HEAD]) & lexicon.LINKS:
        return True
    return bool(_telling(reading, number) & _telling(reading, number + 1))


def _telling(reading: Reading, number: int) -> set[str]:
    """The stems of a sentence's telling words: what it may share with its neighbour."""
    sentence = reading.sentences[number]
    held = range(sentence.first, sentence.last)
    return {reading.stems[at] for at in held if reading.tokens[at].forms[0] not in lexicon.FUNCTION} - {""}
