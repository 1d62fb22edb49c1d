"""Which side of a contrast a word belongs to: "if they are too small it explodes, if too large it vanishes" says of the
small ones that it explodes, though small and vanishes stand in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dlexam.marking import lexicon, opposites
from dlexam.marking.reading import Place, Reading

_FAMILIES = tuple(opposites.sides(name) for name in opposites.CONTRASTS)
_BOUNDARY = 4  # words that a comma or a conjunction between two words counts for
_BOUNDARIES = 2  # of them count at most
_PARTING = frozenset({"and", "but", "while", "whereas", "or", "so", ",", ";", ":", "—"})
_ASIDE = lexicon.CLAUSAL | {"than", "rather", "no"}


class Side(NamedTuple):
    """One side of a family of opposites: what must not be governed by the other."""

    family: int
    side: int


class Contrasts:
    """The opposites in one reading, and which of them a place is nearest to."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._told: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def crossed(self, places: Sequence[Place]) -> tuple[Side, ...]:
        """The sides that one of these words is on, where all others stand with the opposite: no one statement."""
        return tuple(side for number in range(len(_FAMILIES)) if (side := self._crossed(number, places)))

    def fits(self, place: Place, sides: Iterable[Side]) -> bool:
        """Whether what stands here may be said of these sides."""
        return all(self._own(place, family) in (None, side) and self._governed(place, family) in (None, side)
                   for family, side in sides)  # fmt: skip

    def _crossed(self, family: int, places: Sequence[Place]) -> Side | None:
        named = {place: side for place in places if (side := self._own(place, family)) is not None}
        others = [place for place in places if place not in named and self._tells(place)]
        if len(set(named.values())) != 1 or not others:
            return None
        [side] = set(named.values())
        return Side(family, side) if all(self._governed(each, family) == 1 - side for each in others) else None

    def _tells(self, place: Place) -> bool:
        return any(token.forms[0] not in lexicon.FUNCTION for token in self.reading.tokens[place.first : place.last])

    def _own(self, place: Place, family: int) -> int | None:
        """The side that the words themselves are on."""
        held = {_FAMILIES[family].of(self.reading.stems[at]) for at in range(place.first, place.last)} - {None}
        return held.pop() if len(held) == 1 else None

    def _governed(self, place: Place, family: int) -> int | None:
        """The side of the nearest of the opposites in the same sentence; None if none is nearest."""
        if self._own(place, family) is not None:
            return None
        mentions = self._mentions(self.reading.sentence_at(place.first), family)
        far = [(min(self._far(place.first, at), self._far(place.last - 1, at)), side) for at, side in mentions]
        nearest = {side for distance, side in far if distance == min(far)[0]}
        return nearest.pop() if len(nearest) == 1 else None

    def _mentions(self, sentence: int, family: int) -> list[tuple[int, int]]:
        """Where a sentence has words of the family, and their sides; not those that only stand for comparison."""
        if (sentence, family) not in self._told:
            first, last, _ = self.reading.sentences[sentence]
            sides = ((at, _FAMILIES[family].of(self.reading.stems[at])) for at in range(first, last))
            found = [(at, side) for at, side in sides if side is not None and not self._aside(at, first)]
            found = [one for one in found if not any(self._coupled(one[0], two) for two, _ in found)]
            self._told[sentence, family] = found if len({side for _, side in found}) > 1 else []
        return self._told[sentence, family]

    def _coupled(self, one: int, two: int) -> bool:
        """ "Training and inference": what is said there is said of both."""
        return abs(one - two) == 2 and self.reading.tokens[(one + two) // 2].forms[0] in ("and", "or")

    def _aside(self, at: int, first: int) -> bool:
        return any(token.forms[0] in _ASIDE for token in self.reading.tokens[max(first, at - 2) : at])

    def _far(self, one: int, two: int) -> int:
        """Words between two places; where the sentence parts between them, they are further off."""
        low, high = sorted((one, two))
        parted = sum(token.forms[0] in _PARTING for token in self.reading.tokens[low + 1 : high])
        return high - low + _BOUNDARY * min(parted, _BOUNDARIES)
