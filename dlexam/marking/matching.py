"""Finds patterns in a reading: where they hold, where they are denied, and where their parts lie scattered."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from dlexam.marking import lexicon
from dlexam.marking.cohesion import goes_on
from dlexam.marking.contrasts import Contrasts, Side
from dlexam.marking.patterns import Absent, Both, Denied, Either, Node, Pattern, Term, alternatives, words
from dlexam.marking.reading import Place, Reading
from dlexam.marking.stems import stem
from dlexam.marking.subjects import Subjects
from dlexam.marking.terms import Places

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
    """Where to look, and for what: tokens start..stop-1; `about`: the names that it must be said of; `sides`: of which
    opposites; `taken`: tokens that other parts of the same `&` have used."""

    pattern: Pattern
    start: int
    stop: int
    about: tuple[About, ...] = ()
    sides: tuple[Side, ...] = ()
    taken: frozenset[int] = frozenset()


class Matcher:
    """Matches any number of patterns against one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.places = Places(reading)
        # by id, with the node to keep it alive: hashing a node walks all that is under it
        self._subjects: dict[int, tuple[Both, tuple[About, ...]]] = {}
        self._own: dict[Pattern, set[int]] = {}
        self.subjects = Subjects(reading)
        self.contrasts = Contrasts(reading)

    def together(self, pattern: Pattern, neighbours: bool = True) -> Iterator[Finding]:
        """Every finding of the pattern within one live sentence, then within two of which the second goes on."""
        sentences = self._touched(pattern)
        denied: set[Place] = set()
        for number in sorted(sentences):
            finding = self.within(pattern, number, number)
            if finding:
                denied.update(finding.places if finding.sense is Sense.DENIED else ())
                yield finding
        if not neighbours or not isinstance(pattern.root, Both | Either):
            return
        for number in sorted(sentences):
            if number + 1 in sentences and goes_on(self.reading, number):
                finding = self.within(pattern, number, number + 1)
                if finding and finding.sense is not Sense.DENIED and not denied.intersection(finding.places):
                    yield finding

    def in_clauses(self, pattern: Pattern) -> Iterator[Finding]:
        """Every finding within one clause group: a sentence cut at `;`, `:` and at but, while, whereas, unlike ..."""
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
        if not self.reading.turns(at) or at + 1 >= len(self.reading.tokens):
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
        return [place for term in pattern.terms for place in self._live(self.places.of(term))]

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
            free = context._replace(about=(), sides=(), taken=frozenset())
            return None if self._find(node.part, free) else Finding(Sense.SAID, ())
        if isinstance(node, Both):
            return self._uncrossed(node, context._replace(about=self._about(node) or context.about))
        found = [finding for part in node.parts if (finding := self._find(part, context))]
        best = max(found, key=lambda finding: finding.sense, default=None)
        if best and best.sense is Sense.SAID and self._qualifies(best):
            return next((finding for finding in found if finding.sense is Sense.DENIED), best)
        return best

    def _qualifies(self, finding: Finding) -> bool:
        """ "Larger" before a noun says nothing of the rest: with larger batches the noise does not grow."""
        if len(finding.places) != 1 or finding.places[0].last >= len(self.reading.tokens):
            return False
        (first, last), tokens = finding.places[0], self.reading.tokens
        follows = tokens[last]
        compared = last == first + 1 and tokens[first].forms[0] in lexicon.COMPARED
        return compared and follows.kind == "word" and follows.forms[0] not in lexicon.FUNCTION

    def _uncrossed(self, node: Both, context: _Context) -> Finding | None:
        """Every part, and none of them on the other side of a contrast than the rest."""
        found = self._all(node, context)
        crossed = self.contrasts.crossed(found.places) if found and found.sense is not Sense.DENIED else ()
        if not crossed:
            return found
        again = self._all(node, context._replace(sides=context.sides + crossed))
        return again if again and not self.contrasts.crossed(again.places) else None

    def _all(self, node: Both, context: _Context) -> Finding | None:
        """Every part, each with words of its own: "shrinks" alone is not both small and changing."""
        found: list[Finding] = []
        for part in node.parts:
            finding = self._find(part, context)
            if finding is None:
                return None
            found.append(finding)
        if len(found) > 1 and _share(found):
            found = self._apart(node.parts, context) or self._apart(node.parts[::-1], context)
        if not found:
            return None
        return Finding(min(f.sense for f in found), tuple(place for f in found for place in f.places))

    def _apart(self, parts: tuple[Node, ...], context: _Context) -> list[Finding]:
        """A finding for each part in turn, none of which uses a word of those before; [] if one finds nothing more."""
        found: list[Finding] = []
        for part in parts:
            finding = self._find(part, context)
            if finding is None:
                return []
            found.append(finding)
            context = context._replace(taken=context.taken.union(*map(_ends, finding.places)))
        return found

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
        places = self.places.of(term)
        for at in range(bisect_left(places, Place(context.start, 0)), len(places)):
            if places[at].first >= context.stop:
                break
            if places[at].last > context.stop or not self._is_live(places[at]):
                continue
            if context.taken and context.taken & _ends(places[at]):
                continue
            if not all(self.subjects.fits(places[at], *about) for about in context.about):
                continue
            if context.sides and not self.contrasts.fits(places[at], context.sides):
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
            and not (
                negator.word in pattern.owned
                and (negator.at in self._spelled(pattern) or negator.word in lexicon.CONCORD)
            )
            # "reduces the height": asked for as such
            and not (negator.at in self._spelled(pattern) and (negator.soft or negator.word in lexicon.REPLACING))
        }
        if not negators:
            return Sense.SAID
        hard = [negator for negator in negators if not negator.soft]
        denied = len(hard) % 2 == 1 or any(negator.word in lexicon.CONCORD for negator in hard)
        if len(hard) == len(negators):
            return Sense.DENIED if denied else Sense.SAID
        avoided = all(stem(negator.word) in lexicon.AVOID_STEMS for negator in negators if negator.soft)
        return Sense.SAID if denied and avoided else Sense.OPEN  # "does not prevent x": x it is

    def _spelled(self, pattern: Pattern) -> set[int]:
        """The tokens that any term of the pattern matches."""
        if pattern not in self._own:
            places = (place for term in pattern.terms for place in self.places.of(term))
            self._own[pattern] = {at for place in places for at in range(place.first, place.last)}
        return self._own[pattern]


def _ends(place: Place) -> set[int]:
    """The tokens that a place surely means; between them others may stand."""
    return {place.first, place.last - 1}


def _share(found: list[Finding]) -> bool:
    """Whether two findings rest on the same word."""
    used = [set[int]().union(*map(_ends, finding.places)) for finding in found]
    return len(set[int]().union(*used)) < sum(map(len, used))
