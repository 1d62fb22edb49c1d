"""What a statement is about, where an answer compares two things: "ReLU's derivative is at most 0.25" says nothing of
the sigmoid, though both words stand in one sentence. Only for families of names that exclude each other."""

from __future__ import annotations

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

    def named_by(self, words: Iterable[str]) -> tuple[int, frozenset[str]] | None:
        """The family and the names that a pattern's words mean; None if none, or of two families."""
        found = {_NAMES[word] for word in words if word in _NAMES}
        families = {family for family, _ in found}
        return (families.pop(), frozenset(name for _, name in found)) if len(families) == 1 else None

    def fits(self, place: Place, family: int, names: frozenset[str]) -> bool:
        """Whether what stands here may be said of these names: no rival of theirs governs it."""
        mentions = self._by_family.get(family, ())
        if not any(mention.name not in names for mention in mentions) or self._shared(place):
            return True
        governors = self._after(place, mentions) or self._before(place, mentions) or self._next(place, mentions)
        return not governors or bool(governors & names) or self._denied(place, mentions, names)

    def _denied(self, place: Place, mentions: Sequence[Mention], names: frozenset[str]) -> bool:
        """ "In ReLU, not in the sigmoid": said of the sigmoid after all, to deny it."""
        sentence = self.reading.sentence_at(place.first)
        return any(
            mention.name in names
            and mention.at in self.reading.denials
            and self.reading.sentence_at(mention.at) == sentence
            for mention in mentions
        )

    def _shared(self, place: Place) -> bool:
        return place.last - place.first == 1 and self.reading.stems[place.first] in _SHARED

    def _after(self, place: Place, mentions: Sequence[Mention]) -> set[str]:
        """The name right after: "0.25 for the sigmoid"."""
        ahead = self.reading.tokens[place.last : place.last + 3]
        if not ahead or ahead[0].forms[0] not in _OF:
            return set()
        return {mention.name for mention in mentions if place.last < mention.at < place.last + 3}

    def _before(self, place: Place, mentions: Sequence[Mention]) -> set[str]:
        """The last name before, in the same sentence, with any that is coupled to it ("the sigmoid and tanh")."""
        sentence = self.reading.sentences[self.reading.sentence_at(place.first)]
        before = [m for m in mentions if sentence.first <= m.at < place.last and not self._aside(m.at)]
        if not before:
            return set()
        return {mention.name for mention in before if before[-1].at - mention.at <= 3}

    def _next(self, place: Place, mentions: Sequence[Mention]) -> set[str]:
        """The first name after, if the sentence begins with what is said of it ("for several labels use BCE")."""
        sentence = self.reading.sentences[self.reading.sentence_at(place.first)]
        after = [m for m in mentions if place.last <= m.at < sentence.last and not self._aside(m.at)]
        return {mention.name for mention in after if mention.at - after[0].at <= 3}

    def _aside(self, at: int) -> bool:
        """Whether a name only stands for comparison: "than the sigmoid", "instead of ReLU"."""
        words = [token.forms[0] for token in self.reading.tokens[max(0, at - 3) : at]]
        return bool(set(words[-2:]) & _ASIDE) or words[-2:] == ["instead", "of"] or at in self.reading.denials

    @cached_property
    def _by_family(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for form, (family, name) in _NAMES.items():
            for place in self.reading.index.get(form, ()):
                binary = place.first > 0 and self.reading.tokens[place.first - 1].forms[0] == "binary"
                mention = Mention(place.first, family, "bce" if name == "ce" and binary else name)
                found.setdefault(family, []).append(mention)
        return {family: sorted(set(mentions)) for family, mentions in found.items()}
