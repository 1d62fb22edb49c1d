"""Where the terms of patterns stand in a reading, however their words are written, joined, inflected or mistyped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from dlexam.marking import lexicon
from dlexam.marking.patterns import Step, Term, merged
from dlexam.marking.reading import Place, Reading


class Places:
    """The places of any number of terms in one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._steps: dict[Step, list[Place]] = {}
        self._terms: dict[Term, list[Place]] = {}
        # by id, with the term to keep it alive: hashing a term walks all that is under it
        self._held: dict[int, tuple[Term, list[Place]]] = {}

    def of(self, term: Term) -> list[Place]:
        """Everywhere in the text, in order."""
        if id(term) not in self._held:
            self._held[id(term)] = (term, self._found(term))
        return self._held[id(term)][1]

    def _found(self, term: Term) -> list[Place]:
        if term not in self._terms:
            found = set(self._row(term.steps, term.gap))
            for steps in merged(term.steps):
                found.update(self._row(steps, term.gap))
            self._terms[term] = sorted(found)
        return self._terms[term]

    def _row(self, steps: tuple[Step, ...], gap: int) -> list[Place]:
        """Where these steps stand one after the other."""
        places = self._step(steps[0])
        for step in steps[1:]:
            if not places:
                break
            places = self._extend(places, step, gap)
        return places

    def _extend(self, places: list[Place], step: Step, gap: int) -> list[Place]:
        """Each place grown to the next step's, past articles and at most `gap` words, within its sentence."""
        steps = {place.first: place for place in sorted(self._step(step), reverse=True)}
        grown = []
        for place in places:
            at, skipped = place.last, 0
            end = self.reading.sentences[self.reading.sentence_at(place.first)].last
            while at < end and skipped <= gap:
                if at in steps:
                    grown.append(Place(place.first, steps[at].last))
                    break
                if self.reading.tokens[at].forms[0] in lexicon.DENIERS:
                    break  # "derivative is not 1" is no `derivative 1`
                skipped += not self._skippable(at, gap)
                at += 1
        return grown

    def _skippable(self, at: int, gap: int) -> bool:
        token = self.reading.tokens[at]
        return token.forms[0] in lexicon.ARTICLES or token.forms[0] == "\n" or (gap > 0 and token.kind == "break")

    def _step(self, step: Step) -> list[Place]:
        if step not in self._steps:
            self._steps[step] = self._prefixed(step) if step.prefix else self._formed(step)
        return self._steps[step]

    def _formed(self, step: Step) -> list[Place]:
        index = self.reading.index
        places = sorted({place for form in step.forms for place in index.get(form, ())})
        if not places and step.typo:
            places = sorted(place for word in self._near_misses(step.typo) for place in index[word])
        return self._in_sentence(places)

    def _prefixed(self, step: Step) -> list[Place]:
        begin = step.forms[0]
        found = {place for word in _from(self.reading.vocabulary, begin) for place in self.reading.index[word]}
        for pair in _from(self.reading.pairs, begin):
            found.update(place for place in self.reading.index[pair] if self._needs_both(place, begin))
        return self._in_sentence(sorted(found))

    def _needs_both(self, place: Place, begin: str) -> bool:
        """Whether `over fitting` is what begins so, and not `over` alone."""
        return place.last - place.first == 2 and not self.reading.tokens[place.first].forms[0].startswith(begin)

    def _near_misses(self, word: str) -> list[str]:
        """Words of the text that are this one with a slip of the keyboard; same first letter, and not too short."""
        allowed = 1 if len(word) < 9 else 2
        return [
            seen
            for seen in self.reading.vocabulary
            if seen[0] == word[0]
            and abs(len(seen) - len(word)) <= allowed
            and OSA.distance(seen, word, score_cutoff=allowed) <= allowed
        ]

    def _in_sentence(self, places: list[Place]) -> list[Place]:
        last = len(self.reading.sentences)
        return [place for place in places if self.reading.sentence_at(place.first) < last]


def _from(words: list[str], begin: str) -> Iterator[str]:
    """Those of some sorted words that begin so."""
    for at in range(bisect_left(words, begin), len(words)):
        if not words[at].startswith(begin):
            return
        yield words[at]
