"""Finds patterns in a reading: where they hold, where they are denied, and where their parts lie scattered."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from dlexam.marking import lexicon
from dlexam.marking.cohesion import goes_on
from dlexam.marking.patterns import Absent, Both, Denied, Either, Node, Pattern, Step, Term, alternatives, words
from dlexam.marking.reading import Place, Reading
from dlexam.marking.subjects import Subjects

About = tuple[int, frozenset[str]]  # a family of names that exclude each other, and those that are meant


class Sense(enum.IntEnum):
    """How something is said; the better the higher."""

    DENIED = 0
    OPEN = 1  # may be meant either way
    SAID = 2


class Finding(NamedTuple):
    """A pattern found: how it is said, and the words that say it."""

    sense: Sense
    places: tuple[Place, ...]


class _Context(NamedTuple):
    """Where to look, and for what: tokens start..stop-1; `about`: the names that it must be said of."""

    pattern: Pattern
    start: int
    stop: int
    about: tuple[About, ...] = ()


class Matcher:
    """Matches any number of patterns against one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._steps: dict[Step, list[Place]] = {}
        self._terms: dict[Term, list[Place]] = {}
        # by id, with the node to keep it alive: hashing a node walks all that is under it
        self._held: dict[int, tuple[Term, list[Place]]] = {}
        self._subjects: dict[int, tuple[Both, tuple[About, ...]]] = {}
        self._own: dict[Pattern, set[int]] = {}
        self.subjects = Subjects(reading)

    def together(self, pattern: Pattern, neighbours: bool = True) -> Iterator[Finding]:
        """Every finding of the pattern within one live sentence, then within two of which the second goes on."""
        sentences = self._touched(pattern)
        for number in sorted(sentences):
            finding = self.within(pattern, number, number)
            if finding:
                yield finding
        if not neighbours or not isinstance(pattern.root, Both | Either):
            return
        for number in sorted(sentences):
            if number + 1 in sentences and goes_on(self.reading, number):
                finding = self.within(pattern, number, number + 1)
                if finding and finding.sense is not Sense.DENIED:
                    yield finding

    def in_clauses(self, pattern: Pattern) -> Iterator[Finding]:
        """Every finding within one clause group: a sentence cut at `;` and at but, while, whereas, unlike ..."""
        for number in sorted(self._touched(pattern)):
            for start, stop in self.reading.clauses(number):
                finding = self.between(pattern, start, stop)
                if finding:
                    yield finding

    def turns(self, finding: Finding) -> bool:
        """Whether the text turns to another subject (whereas, while, unlike, but it) between a finding's places."""
        first = min(place.first for place in finding.places)
        last = max(place.last for place in finding.places)
        return any(self._turns_at(at) for at in range(first, last))

    def _turns_at(self, at: int) -> bool:
        """ "moves but stays in the window" goes on about the same thing: a verb follows at once."""
        if self.reading.tokens[at].forms[0] == ",":
            return self._new_subject(at + 1)
        if self.reading.tokens[at].forms[0] not in lexicon.TURNS or at + 1 >= len(self.reading.tokens):
            return False
        follows = self.reading.tokens[at + 1].forms[0]
        return (
            follows not in ("of", "than")
            and follows not in lexicon.AUXILIARIES
            and self.reading.stems[at + 1] not in lexicon.VERB_STEMS
        )

    def _new_subject(self, at: int) -> bool:
        """Whether a clause of its own begins here: "the weights are averaged, gradients stay local"."""
        ahead = self.reading.tokens[at : at + 4]
        if len(ahead) < 3 or ahead[0].forms[0] in lexicon.FUNCTION - lexicon.ARTICLES or ahead[0].kind == "break":
            return False
        if self._finite(at) or self._after_condition(at):
            return False
        return any(self._finite(later) for later in range(at + 1, at + len(ahead)))

    def _after_condition(self, at: int) -> bool:
        """ "If the words are shuffled, attention gives the same": the first comma only ends what leads in."""
        sentence = self.reading.sentences[self.reading.sentence_at(at)]
        opening = range(sentence.first, at - 1)
        words = [self.reading.tokens[each].forms[0] for each in opening]
        if not words or "," in words:
            return False
        return words[0] in lexicon.CONDITIONS or not any(map(self._finite, opening))

    def _finite(self, at: int) -> bool:
        word = self.reading.tokens[at].forms[0]
        if word in lexicon.AUXILIARIES or word in lexicon.VERB_FORMS:
            return True
        return self.reading.stems[at] in lexicon.VERB_STEMS and not word.endswith(("ing", "ion", "ed"))

    def within(self, pattern: Pattern, first: int, last: int) -> Finding | None:
        """The best finding within these sentences."""
        sentences = self.reading.sentences
        return self.between(pattern, sentences[first].first, sentences[last].last)

    def between(self, pattern: Pattern, start: int, stop: int) -> Finding | None:
        """The best finding within tokens start..stop-1."""
        return self._find(pattern.root, _Context(pattern, start, stop))

    def anywhere(self, pattern: Pattern) -> Finding | None:
        """The pattern with its parts anywhere in the live sentences."""
        return self._find(pattern.root, _Context(pattern, 0, len(self.reading.tokens)))

    def parts(self, pattern: Pattern) -> list[Place]:
        """Places of any of the pattern's terms in live sentences."""
        return [place for term in pattern.terms for place in self._live(self._places(term))]

    def begun(self, pattern: Pattern) -> tuple[Place, ...]:
        """Where one sentence says two parts or more of `a & b & c`, the sentence that says most; else nothing."""
        best: tuple[Place, ...] = ()
        for both in (part for part in alternatives(pattern.root) if isinstance(part, Both) and len(part.parts) > 2):
            for number in self._touched(pattern):
                sentence = self.reading.sentences[number]
                context = _Context(pattern, sentence.first, sentence.last, self._about(both))
                found = [each for part in both.parts if (each := self._find(part, context)) and self._tells(each)]
                if len(found) > max(1, len(best)):
                    best = tuple(finding.places[0] for finding in found)
        return best

    def _tells(self, finding: Finding) -> bool:
        """Whether a finding has a word of its own, not "it" or "of" alone."""
        if not finding.places:
            return False
        held = self.reading.tokens[finding.places[0].first : finding.places[0].last]
        return any(token.kind in ("word", "number") and token.forms[0] not in lexicon.FUNCTION for token in held)

    def _touched(self, pattern: Pattern) -> set[int]:
        return {self.reading.sentence_at(place.first) for place in self.parts(pattern)}

    def _live(self, places: list[Place]) -> list[Place]:
        return [place for place in places if self._is_live(place)]

    def _is_live(self, place: Place) -> bool:
        number = self.reading.sentence_at(place.first)
        return number < len(self.reading.live) and self.reading.live[number]

    def _find(self, node: Node, context: _Context) -> Finding | None:
        if isinstance(node, Term):
            return self._best_place(node, context)
        if isinstance(node, Denied):
            inner = self._find(node.part, context)
            if inner is None or inner.sense is Sense.SAID:
                return None  # x itself: not what is asked for, but no denial of it either
            return Finding(Sense(2 - inner.sense), inner.places)
        if isinstance(node, Absent):
            return None if self._find(node.part, context._replace(about=())) else Finding(Sense.SAID, ())
        if isinstance(node, Both):
            context = context._replace(about=self._about(node) or context.about)
        found = [self._find(part, context) for part in node.parts]
        held = [finding for finding in found if finding]
        if isinstance(node, Either):
            return max(held, key=lambda finding: finding.sense, default=None)
        if len(held) < len(found):
            return None
        return Finding(min(f.sense for f in held), tuple(place for f in held for place in f.places))

    def _about(self, node: Both) -> tuple[About, ...]:
        """What the parts of `a & b` must be said of, if any of them are names that have rivals."""
        if id(node) not in self._subjects:
            named = (self.subjects.named_by(words(part)) for part in node.parts)
            met: dict[int, frozenset[str]] = {}
            for family, names in filter(None, named):
                met[family] = met.get(family, frozenset()) | names
            self._subjects[id(node)] = (node, tuple(met.items()))
        return self._subjects[id(node)][1]

    def _best_place(self, term: Term, context: _Context) -> Finding | None:
        best: Finding | None = None
        places = self._places(term)
        for at in range(bisect_left(places, Place(context.start, 0)), len(places)):
            if places[at].first >= context.stop:
                break
            if places[at].last > context.stop or not self._is_live(places[at]):
                continue
            if not all(self.subjects.fits(places[at], *about) for about in context.about):
                continue
            sense = self._sense(places[at], context.pattern)
            if best is None or sense > best.sense:
                best = Finding(sense, (places[at],))
            if sense is Sense.SAID:
                break
        return best

    def _sense(self, place: Place, pattern: Pattern) -> Sense:
        """Denied if an odd number of words outside the place deny it."""
        negators = {
            negator
            for at in range(place.first, place.last)
            for negator in self.reading.denials.get(at, ())
            if not place.first <= negator.at < place.last
            and negator.word not in pattern.owned
            and not (negator.soft and negator.at in self._spelled(pattern))  # "reduces the height": asked for as such
        }
        if not negators:
            return Sense.SAID
        if any(negator.soft for negator in negators):
            return Sense.OPEN
        return Sense.DENIED if len(negators) % 2 else Sense.SAID

    def _spelled(self, pattern: Pattern) -> set[int]:
        """The tokens that any term of the pattern matches."""
        if pattern not in self._own:
            places = (place for term in pattern.terms for place in self._places(term))
            self._own[pattern] = {at for place in places for at in range(place.first, place.last)}
        return self._own[pattern]

    def _places(self, term: Term) -> list[Place]:
        if id(term) not in self._held:
            self._held[id(term)] = (term, self._found(term))
        return self._held[id(term)][1]

    def _found(self, term: Term) -> list[Place]:
        if term not in self._terms:
            places = self._step(term.steps[0])
            for step in term.steps[1:]:
                places = self._extend(places, step, term.gap)
            self._terms[term] = sorted(set(places))
        return self._terms[term]

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
            found.update(place for place in self.reading.index[pair] if place.last - place.first == 2)
        return self._in_sentence(sorted(found))

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
