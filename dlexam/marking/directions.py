"""Whether an answer turns round what a point says: "gradients get larger", where the point has them small.

A point's own sentence has a word of direction near a word that the answer has, too; near that, the answer has the
opposite, and nowhere in its clause the word itself. Or it says of a remedy that it makes things worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from dlexam.marking import lexicon, opposites
from dlexam.marking.opposites import Sides
from dlexam.marking.reading import Place, Reading
from dlexam.marking.stems import stem

_SCALES = tuple(opposites.sides(*families) for families in opposites.SCALES)
_NEAR = 4  # words between a word of direction and what it is said of
_VERDICT = 8  # words in which "makes it worse" follows what it is said of
_MAKES = frozenset({"make", "makes", "made", "making"})
_WHAT = frozenset({"it", "this", "that", "things", "matters", "them"})
_HARM = frozenset(map(stem, ("worse", "worsen", "bad", "harm", "hurt", "amplify", "aggravate", "danger", "explode",
                             "fault", "wrong")))  # fmt: skip


def turned(says: str, reading: Reading, places: Sequence[Place]) -> tuple[Place, ...]:
    """Words of the answer, near these places, that say the opposite of the point's direction; () if there are none."""
    clause = _clauses(reading, places)
    used = {at for place in places for at in range(place.first, place.last)}
    found = [at for scale, side in _directions(says) for at in _opposite(scale, side, says, reading, clause)]
    found += _worsened(says, reading, clause, max(used, default=0))
    # a word that the pattern itself asks for is what its author takes for right
    return tuple(Place(at, at + 1) for at in sorted(set(found) - used)) if not used.intersection(found) else ()


def _worsened(says: str, reading: Reading, clause: Sequence[int], last: int) -> list[int]:
    """ "Normalisation makes it worse", where the point has it for a remedy: the "worse"."""
    if _HARM.intersection(_read(says).stems):
        return []
    words = [reading.tokens[at].forms[0] for at in clause if last < at <= last + _VERDICT]
    if not any(one in _MAKES and two in _WHAT for one, two in pairwise(words)):
        return []
    return [at for at in clause if last < at <= last + _VERDICT and reading.tokens[at].forms[0] == "worse"]


def _opposite(scale: Sides, side: int, says: str, reading: Reading, clause: Sequence[int]) -> list[int]:
    held = [(at, scale.of(reading.stems[at])) for at in clause if not _denied(reading, at)]
    against = [at for at, which in held if which == 1 - side]
    if not against or any(which == side for _, which in held):
        return []
    model = _read(says)
    meant = _around(model, [at for at, root in enumerate(model.stems) if scale.of(root) == side])
    return against if meant & _around(reading, against) else []


@lru_cache(maxsize=2000)
def _read(says: str) -> Reading:
    return Reading(says)


@lru_cache(maxsize=2000)
def _directions(says: str) -> tuple[tuple[Sides, int], ...]:
    """The scales of which a point names one side only, and that side."""
    stems = _read(says).stems
    named = [(scale, {scale.of(root) for root in stems} - {None}) for scale in _SCALES]
    return tuple((scale, side) for scale, met in named if len(met) == 1 for side in met if side is not None)


def _clauses(reading: Reading, places: Sequence[Place]) -> list[int]:
    """The tokens of the clauses that hold the places."""
    held: set[int] = set()
    for number in {reading.sentence_at(place.first) for place in places}:
        for start, stop in reading.clauses(number):
            if any(start <= place.first < stop for place in places):
                held.update(range(start, stop))
    return sorted(held)


def _denied(reading: Reading, at: int) -> bool:
    return sum(not negator.soft for negator in reading.denials.get(at, ())) % 2 == 1


def _around(reading: Reading, centres: Sequence[int]) -> set[str]:
    """The stems of the telling words near these."""
    near = {at for centre in centres for at in range(max(0, centre - _NEAR), centre + _NEAR + 1)} - set(centres)
    telling = (at for at in near if at < len(reading.tokens) and reading.tokens[at].kind == "word")
    return {reading.stems[at] for at in telling if reading.tokens[at].forms[0] not in lexicon.FUNCTION}
