"""Whether words stand in the order of a text or of a bag: sorted, shuffled, or strung on small words at random.

In prose a small word tells what follows: an article goes before a noun, a preposition before no verb. How much oftener
than by chance one kind of word follows another was counted in the bank's explanations and the project's pages; an
answer is a bag if its small words stand no better than by chance, allowing for how little a short answer shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dlexam.marking import lexicon
from dlexam.marking.notation import Token
from dlexam.marking.stems import stem

_KINDS = {
    "article": "a an the",
    "determiner": "its their your our my his every each any some no such another this these those",
    "preposition": "of in on at by for with from into onto over under between among through during before after above "
    "below across per via within without against about like than as",
    "to": "to",
    "and": "and or nor",
    "clause": "but so because since if when while where although though then thus hence therefore whether unless until "
    "once however whereas otherwise how why instead yet",
    "finite": "am is are was were has have had do does did can could will would shall should may might must cannot",
    "be": "be been being having",
    "pronoun": "i you he she it we they them us me him itself themselves there",
    "which": "that which who what",
    "adverb": "not never only just also too very still even again already always often usually almost rather far",
    "quantity": "more most less least much many little few all both either neither same other one",
}
_SMALL = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_ORDER = (*_KINDS, "end", "break", "number", "sign", "noun", "verb", "verb-s", "-ing", "-ed", "-ly")
# tenths of a nat: row, then what follows it, both in this order
_FOLLOWS = """
-41 -27 -37 -15 -24 -20 -28 -11 -26 -26 -13   8 -30 -24 -23 -15   9   8  -8   3   6  -8
-18  -4  -1  -5 -17 -15  -5  -4 -14  -5 -11   2 -12 -19 -15 -30   9   6  -2   5   2  -4
 14  15 -13  -8 -20 -11 -15 -10  10   1 -10  12 -18 -16   1 -18   1  -6 -13   7 -10   3
  8   5 -14  -3  -9  -7 -13  14   0  -2  -4   0 -13  -7   8 -17  -1  17  -7  -5  -7   4
 10  11  -2  -2 -16   6  -1  -5  -6   1   5   7 -24 -20  -2 -19   1   3   5   5   4  -2
 11   8  -4  -7 -17 -11  -5  -4  16   5   9   8  -2  -7 -13 -14  -2   0  -1   8  -9   1
  5   8  -8   6 -18   4 -12  19  -6  -2  23   2  -9 -15  -8 -21  -2   9 -13   0  19   8
 -4   1  -5  -1  -5  -1  -4  -1  -1  -3  -3   3  -7  -9  -1 -15  -3   8  -5   0  22   2
-19 -11   0   4  -6 -11  19  -3  -8  -8  -1 -10   7   1 -17  -6  -9   4  15 -11   1   2
  7   3 -17  -2 -13  -6  20  -3  14 -13  -5   5  -8 -22 -22 -23  -6   4  15   1  -3   3
 -1 -11   5  -2 -15   4  -6  20  -1   0  -2   4   3  -3  -9 -17  -2  12   6  -2  13   2
-11  -3   5  -5  -7  -5  -2  -1 -12   4  -2  -1   4  -4 -12 -13   4   2   5  -3   5   3
 12   7   1  -3 -11  10 -22  -7   7   7  -3   5 -29 -18 -17  -1  -1   3 -16  10  -9  -2
  0   0  -4  -8  12  12 -14 -15  -2   3   2  -3  -3  -3   8  -1   0  -3  -7  -4  -3   0
-23 -23  -8   1  -2  -2  -8  -8  -7 -22 -15 -24   0   6 -18  13  -5 -16 -10 -14 -14  -5
 -7 -13 -17 -19 -17  -6 -20 -15  -9 -12 -12 -11 -14  -5  14   4   3  -6 -13  -4  -2 -15
-12 -12   4   3   4  -7   5 -13  -6   2  -7 -11   6   7 -14   4  -5  -4   4  -7 -11  -4
  0  -2  11   8   0   0   2  -6   9   4  -7   2   7   1 -18 -10  -3 -10   1   6  -4   4
  8  10  10   7  -5   3   0  -5   8   9  -2   3   6  -2 -15 -18  -5  -6  -8   7 -11   6
 -1  -9   4   9   1  -3   6  -2   3   2  -5  -2   6   3 -16  -4  -3   0   9  -5 -11   4
-18  -6  11  10   2  -7  -2  -3  -3 -10   3   2   7   3 -17  -2  -3  -1   2  -4  -8   5
 -4   7   1  -1   0  -1   1  -1  -1  -3  -1   7   1   2   3 -15  -6   0  10   3   5  -1
"""
_WEIGHTS = {
    (one, two): int(weight) / 10
    for one, row in zip(_ORDER, _FOLLOWS.strip().splitlines(), strict=True)
    for two, weight in zip(_ORDER, row.split(), strict=True)
}

_PROSE = 0.24  # of a nat for each pair: prose has 0.5, bags 0.2 at most, however many the pairs
_LEEWAY = 1.6  # for chance, over the root of the number of pairs
_PAIRS = 20  # with a small word in them; fewer tell too little, and equations have few
_BLOCK = 40  # such pairs, after which a text is judged anew: padding hides no bag
_SORTED_FROM = 16  # words; a short list may well be in order
_SORTED = 4.5  # standard deviations from an order by chance; prose stays within 3
_SLOPE = 0.15  # of the pairs must rise beyond half of them, or fall
_STRUNG_FROM = 20  # words
_STRUNG = 0.75  # share of words where small and telling ones take turns, in prose at most
_STRUNG_LEEWAY = 0.6  # for chance, over the root of the number of words


def is_bag(tokens: Sequence[Token]) -> bool:
    """Whether these words are in no order that says something."""
    return _is_unlike_prose(tokens) or _is_sorted(tokens) or _takes_turns(tokens)


def weighed(tokens: Sequence[Token]) -> list[float]:
    """For each pair of neighbours with a small word in it: how much oftener than by chance prose has it, as a log.

    A pair that comes again counts once: what is repeated tells no more about its order.
    """
    words = [(token.forms[0], kind(token)) for token in tokens if token.forms[0] != "\n"]  # lines may break anywhere
    kinds = [(one[1], two[1]) for one, two in set(pairwise(words))]
    return [_WEIGHTS[pair] for pair in kinds if pair[0] in _KINDS or pair[1] in _KINDS]


def kind(token: Token) -> str:
    """The kind of word that stands here."""
    word = token.forms[0]
    if token.kind == "break":
        return "end" if word in (".", "?") else "break"
    if token.kind != "word":
        return "number" if token.kind == "number" else "sign"
    return _SMALL.get(word) or _telling(word)


def _telling(word: str) -> str:
    for ending in ("ly", "ing", "ed"):
        if word.endswith(ending):
            return f"-{ending}"
    made_noun = word.endswith(("ion", "ions", "ment", "er", "ers"))
    if word in lexicon.VERB_FORMS or (stem(word) in lexicon.VERB_STEMS and not made_noun):
        return "verb-s" if word.endswith("s") else "verb"
    return "noun"


def _is_unlike_prose(tokens: Sequence[Token]) -> bool:
    weights = weighed(tokens)
    if len(weights) < _PAIRS:
        return False
    return math.fsum(weights) / len(weights) + _LEEWAY / math.sqrt(len(weights)) < _PROSE


def _is_sorted(tokens: Sequence[Token]) -> bool:
    """Whether words follow each other in the order of the alphabet, or its reverse, far oftener than by chance."""
    pairs = set(pairwise(token.forms[0] for token in tokens if token.kind == "word"))
    rises = sum((two > one) - (two < one) for one, two in pairs) / 2
    return len(pairs) >= _SORTED_FROM and abs(rises) > max(_SORTED * math.sqrt(len(pairs) / 12), _SLOPE * len(pairs))


def _takes_turns(tokens: Sequence[Token]) -> bool:
    """Whether small words are put between the telling ones, one by one."""
    pairs = set(pairwise(token.forms[0] for token in tokens if token.kind != "break"))
    turns = sum((one in _SMALL) != (two in _SMALL) for one, two in pairs)
    return len(pairs) >= _STRUNG_FROM and turns / len(pairs) > _STRUNG + _STRUNG_LEEWAY / math.sqrt(len(pairs))


def blocks(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]]) -> Iterator[range]:
    """Runs of sentences, each long enough to be judged; what is left over goes with the last."""
    cuts, pairs = [0], 0
    for number, (first, last) in enumerate(sentences, 1):
        pairs += len(weighed(tokens[first : last + 1]))
        if pairs >= _BLOCK:
            cuts.append(number)
            pairs = 0
    cuts = [*cuts[:-1], len(sentences)] if len(cuts) > 1 else [0, len(sentences)]
    yield from (range(*ends) for ends in pairwise(cuts))
