"""What a statement is about, where an answer compares two things: "ReLU's derivative is at most 0.25" says nothing of
the sigmoid, though both words stand in one sentence. Only for families of names that exclude each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from dlexam.marking.reading import Place, Reading
from dlexam.marking.stems import stem

# name -> spellings; said of one of a family, a thing is not said of the others
_FAMILIES: tuple[dict[str, tuple[str, ...]], ...] = (
    {"sigmoid": ("sigmoid", "sigma", "logistic"), "relu": ("relu", "rectifier"), "tanh": ("tanh",)},
    {
        "bce": ("bce", "bcewithlogits", "bcewithlogitsloss", "bceloss"),
        "ce": ("ce", "crossentropy", "crossentropyloss"),
    },
    {"rnn": ("rnn", "recurrent"), "cnn": ("cnn", "convnet", "convolutional"), "transformer": ("transformer",)},
    {"batchnorm": ("batchnorm",), "layernorm": ("layernorm",), "groupnorm": ("groupnorm",)},
    {"generator": ("generator",), "discriminator": ("discriminator", "critic")},
    {
        "original": ("original", "classic", "classical", "vanilla", "srivastava", "hinton"),
        "pytorch": ("pytorch", "inverted"),
    },
    {"sgd": ("sgd",), "adam": ("adam", "adamw")},
)
_NAMES: dict[str, tuple[int, str]] = {
    form: (number, name)
    for number, family in enumerate(_FAMILIES)
    for name, spellings in family.items()
    for spelling in spellings
    for form in (spelling, stem(spelling), spelling + "s")
}
# heads that are left out the second time ("the sigmoid's derivative is 0.25, ReLU's is 1")
_SHARED = frozenset(
    map(stem, ("derivative", "gradient", "slope", "output", "function", "layer", "network", "input", "class", "target"))
)
_OF = frozenset({"of", "for", "in", "with", "from", "by", "using", "through", "under"})
_ASIDE = frozenset({"than", "unlike", "versus", "vs", "not", "against"})


class Mention(NamedTuple):
    """A name of a family, where it stands."""

    at: int
    family: int
    name: str


class Subjects:
    """The names in one reading, and which of them governs a place."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._fits: dict[tuple[Place, int, frozenset[str]], bool] = {}
        self._near: dict[tuple[int, int], tuple[Mention, ...]] = {}
        self._told: dict[tuple[int, int], frozenset[str]] = {}

    def named_by(self, words: Iterable[str]) -> tuple[int, frozenset[str]] | None:
        """The family and the names that a pattern's words mean; None if none, or of two families."""
        found = {_NAMES[word] for word in words if word in _NAMES}
        families = {family for family, _ in found}
        return (families.pop(), frozenset(name for _, name in found)) if len(families) == 1 else None

    def fits(self, place: Place, family: int, names: frozenset[str]) -> bool:
        """Whether what stands here may be said of these names: no rival of theirs governs it."""
        asked = (place, family, names)
        if asked not in self._fits:  # many patterns ask the same of one place
            self._fits[asked] = self._may_be_said(place, family, names)
        return self._fits[asked]

    def _may_be_said(self, place: Place, family: int, names: frozenset[str]) -> bool:
        if self._met.get(family, frozenset()) <= names or self._shared(place):
            return True
        sentence = self.reading.sentence_at(place.first)
        mentions = self._governing(family, sentence)
        governors = self._after(place, family) or self._before(place, mentions) or self._next(place, mentions)
        return not governors or bool(governors & names) or bool(self._denied(family, sentence) & names)

    def _denied(self, family: int, sentence: int) -> frozenset[str]:
        """ "In ReLU, not in the sigmoid": said of the sigmoid after all, to deny it."""
        if (family, sentence) not in self._told:
            held = self._in_sentence(family, sentence)
            self._told[family, sentence] = frozenset(m.name for m in held if m.at in self.reading.denials)
        return self._told[family, sentence]

    def _governing(self, family: int, sentence: int) -> tuple[Mention, ...]:
        """The names in a sentence that do not only stand for comparison."""
        if (family, sentence) not in self._near:
            held = self._in_sentence(family, sentence)
            self._near[family, sentence] = tuple(m for m in held if not self._aside(m.at))
        return self._near[family, sentence]

    def _in_sentence(self, family: int, sentence: int) -> Sequence[Mention]:
        first, last, _ = self.reading.sentences[sentence]
        return self._among(family, first, last)

    def _among(self, family: int, first: int, last: int) -> Sequence[Mention]:
        """The names in tokens first..last-1, found without a look at the others: a text may hold thousands."""
        mentions = self._by_family.get(family, [])
        return mentions[bisect_left(mentions, (first,)) : bisect_left(mentions, (last,))]

    def _shared(self, place: Place) -> bool:
        return place.last - place.first == 1 and self.reading.stems[place.first] in _SHARED

    def _after(self, place: Place, family: int) -> set[str]:
        """The name right after: "0.25 for the sigmoid"."""
        ahead = self.reading.tokens[place.last : place.last + 3]
        if not ahead or ahead[0].forms[0] not in _OF:
            return set()
        return {mention.name for mention in self._among(family, place.last + 1, place.last + 3)}

    def _before(self, place: Place, mentions: Sequence[Mention]) -> set[str]:
        """The last name before, in the same sentence, with any that is coupled to it ("the sigmoid and tanh")."""
        before = [mention for mention in mentions if mention.at < place.last]
        if not before:
            return set()
        return {mention.name for mention in before if before[-1].at - mention.at <= 3}

    def _next(self, place: Place, mentions: Sequence[Mention]) -> set[str]:
        """The first name after, if the sentence begins with what is said of it ("for several labels use BCE")."""
        after = [mention for mention in mentions if mention.at >= place.last]
        return {mention.name for mention in after if mention.at - after[0].at <= 3}

    def _aside(self, at: int) -> bool:
        """Whether a name only stands for comparison: "than the sigmoid", "instead of ReLU"."""
        words = [token.forms[0] for token in self.reading.tokens[max(0, at - 3) : at]]
        return bool(set(words[-2:]) & _ASIDE) or words[-2:] == ["instead", "of"] or at in self.reading.denials

    @cached_property
    def _met(self) -> dict[int, frozenset[str]]:
        """The names that the text has, by family."""
        return {family: frozenset(m.name for m in mentions) for family, mentions in self._by_family.items()}

    @cached_property
    def _by_family(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for form, (family, name) in _NAMES.items():
            for place in self.reading.index.get(form, ()):
                binary = place.first > 0 and self.reading.tokens[place.first - 1].forms[0] == "binary"
                mention = Mention(place.first, family, "bce" if name == "ce" and binary else name)
                found.setdefault(family, []).append(mention)
        return {family: sorted(set(mentions)) for family, mentions in found.items()}
