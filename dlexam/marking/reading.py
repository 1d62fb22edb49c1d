"""A text as the marker reads it: tokens, sentences, an index from stems to places, and what is negated or hedged."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from dlexam.marking import compounds, formulas, lexicon, negation
from dlexam.marking.notation import Token, tokens
from dlexam.marking.stems import stem

_LONGEST_SENTENCE = 60  # words; a text without full stops is cut, so that `&` keeps its meaning
_ABBREVIATED = frozenset({"vs", "cf", "etc", "approx", "eg", "ie", "resp", "fig", "eq", "al"})


class Sentence(NamedTuple):
    """Tokens first..last-1 of the reading; `asks`: it ends in a question mark."""

    first: int
    last: int
    asks: bool


class Place(NamedTuple):
    """Where something was found: tokens first..last-1."""

    first: int
    last: int


class Reading:
    """One text, read once. `tokens` are in order; `sentences` cover them without overlap. They and `text` have its
    formulas in plain notation; `spans` are places of the text that was given."""

    def __init__(self, given: str) -> None:
        self._plain = formulas.plain(given)
        self.text = text = self._plain.text
        self.tokens: list[Token] = tokens(text)
        self.stems: list[str] = [stem(token.forms[0]) if token.kind == "word" else "" for token in self.tokens]
        self.sentences: list[Sentence] = list(_sentences(text, self.tokens))
        self.live = [True] * len(self.sentences)

    @cached_property
    def index(self) -> dict[str, list[Place]]:
        """Every form, stem and joined pair of words, and where it stands, in order of place."""
        places: dict[str, list[Place]] = defaultdict(list)
        for at, token in enumerate(self.tokens):
            short = compounds.clipped(token.forms[0]) if token.kind == "word" else None
            for form in {*token.forms, self.stems[at], short or ""} - {""}:
                places[form].append(Place(at, at + 1))
            for form in self._joined(at):
                places[form].append(Place(at, at + 2))
        return places

    @cached_property
    def vocabulary(self) -> list[str]:
        """The words as written, each once, sorted."""
        return sorted({token.forms[0] for token in self.tokens if token.kind == "word" and len(token.forms[0]) < 40})

    @cached_property
    def pairs(self) -> list[str]:
        """Neighbouring words joined, each once, sorted."""
        return sorted({joined[0] for at in range(len(self.tokens)) if (joined := self._joined(at))})

    @cached_property
    def denials(self) -> negation.Denials:
        """What is negated, and by which words."""
        return negation.find(self.tokens, self.stems, [(s.first, s.last) for s in self.sentences])

    @cached_property
    def hedged(self) -> list[bool]:
        """For each sentence: whether its writer takes it back by "maybe", "I guess" or a question mark."""
        return [sentence.asks or _hedges(self.words(sentence)) for sentence in self.sentences]

    def words(self, sentence: Sentence) -> list[str]:
        """The words and numbers of a sentence, in lower case."""
        return [t.forms[0] for t in self.tokens[sentence.first : sentence.last] if t.kind in ("word", "number")]

    def clauses(self, number: int) -> Iterator[tuple[int, int]]:
        """A sentence cut where it turns: at `;`, `:`, a dash, and before but, while, whereas and their like."""
        first, last, _ = self.sentences[number]
        for at in range(first, last):
            if at > first and (self.turns(at) or self.tokens[at].forms[0] in (";", ":", "—")):
                yield first, at
                first = at
        yield first, last

    def turns(self, at: int) -> bool:
        """Whether a word stands here that turns to something else; "nothing but" and "while training" turn nowhere."""
        if self.tokens[at].forms[0] not in lexicon.TURNS:
            return False
        if self.tokens[at].forms[0] == "while" and at + 1 < len(self.tokens):
            return not self.tokens[at + 1].forms[0].endswith("ing")
        return not (
            self.tokens[at].forms[0] == "but" and at and self.tokens[at - 1].forms[0] in ("nothing", "none", "all")
        )

    def sentence_at(self, token: int) -> int:
        """The number of the sentence that a token is in."""
        return bisect_left(self._lasts, token + 1)

    @cached_property
    def _lasts(self) -> list[int]:
        return [sentence.last for sentence in self.sentences]

    def quote(self, places: list[Place], longest: int = 90) -> str:
        """The words at these places with what stands between them, shortened by … where that is long."""
        spans = self._plain_spans(places)
        pieces: list[tuple[int, int]] = []
        for start, end in spans:
            if pieces and start - pieces[-1][1] <= 30:
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        said = " … ".join(" ".join(self.text[start:end].split()) for start, end in pieces)
        return said if len(said) <= longest else said[: longest - 1].rstrip() + "…"

    def spans(self, places: list[Place]) -> list[tuple[int, int]]:
        """The places as (start, end) characters of the text as it was given, in order, each once."""
        return sorted({self._plain.span(start, end) for start, end in self._plain_spans(places)})

    def _plain_spans(self, places: list[Place]) -> list[tuple[int, int]]:
        found = {(self.tokens[p.first].start, max(t.end for t in self.tokens[p.first : p.last])) for p in places}
        return sorted(found)

    def _joined(self, at: int) -> tuple[str, ...]:
        """`all-reduce`, `over fitting`, `float 16`: two neighbours as one word, in its spellings."""
        if at + 1 >= len(self.tokens):
            return ()
        one, two = self.tokens[at], self.tokens[at + 1]
        if one.kind != "word" or two.kind not in ("word", "number") or two.start - one.end > 1:
            return ()
        second = self.text[two.start : two.end].lower() if two.kind == "number" else two.forms[0]
        fits = len(one.forms[0]) > 1 and len(one.forms[0] + second) < 40
        return compounds.joined(one.forms[0], second) if fits else ()


def _hedges(words: list[str]) -> bool:
    said = f" {' '.join(words)} "
    return any(f" {hedge} " in said for hedge in lexicon.HEDGES)


def _sentences(text: str, found: list[Token]) -> Iterator[Sentence]:
    first = 0
    for at, token in enumerate(found):
        asks = token.forms[0] == "?" and token.kind == "break"
        if token.kind == "break" and _ends_sentence(text, found, at):
            if at > first:
                yield Sentence(first, at, asks)
            first = at + 1
        elif at - first >= _LONGEST_SENTENCE:
            yield Sentence(first, at, False)
            first = at
    if first < len(found):
        yield Sentence(first, len(found), False)


def _ends_sentence(text: str, found: list[Token], at: int) -> bool:
    mark, before = found[at].forms[0], found[at - 1] if at else None
    if mark == "\n":
        return _line_stands_alone(text, found[at].start)
    if mark == "." and before is not None:
        abbreviated = before.forms[0] in _ABBREVIATED or (
            before.forms[0] in ("g", "e") and text[max(0, before.start - 1) : before.start] == "."
        )
        return not abbreviated or text[found[at].start : found[at].start + 1] in ("\n", "")
    return mark in (".", "?")


def _line_stands_alone(text: str, newline: int) -> bool:
    """A short line is a line of its own; a long one goes on in the next."""
    start = text.rfind("\n", max(0, newline - 200), newline) + 1
    return newline - start < 55
