"""What an answer as a whole makes of its points: where it often contradicts the key, its agreement is in doubt.

Someone who knows says a wrong thing now and then. Someone who is confused uses the right words in sentences that turn
them round, and some of these read as right. So an answer that contradicts the key more often than it agrees, or at
least twice and half as often, earns nothing for sure: what was earned is unsure, and what was unsure is not earned,
until a person decides. One that contradicts it three times or more, and more often than it agrees, isn't believed
at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from dlexam.marking.marks import PointMark

_BEYOND_DOUBT = 3  # contradictions from which an answer that has more of them than of agreement isn't believed


def in_doubt(points: Sequence[PointMark]) -> bool:
    """Whether the answer contradicts the key too often for its agreement to be believed."""
    earned = sum(point.state == "earned" for point in points)
    contradicted = sum(point.state == "contradicted" for point in points)
    if contradicted > earned or (contradicted >= 2 and earned <= 2 * contradicted):
        return True
    return contradicted == earned > 0 and _is_little(earned, points) and not _intertwined(points)


def _is_little(earned: int, points: Sequence[PointMark]) -> bool:
    return 3 * earned < sum(point.max_marks > 0 for point in points)


def _intertwined(points: Sequence[PointMark]) -> bool:
    """Whether what contradicts one point stands among words that earn another: then it may well be meant right."""
    earning = [_reach(point) for point in points if point.state == "earned"]
    denying = [_reach(point) for point in points if point.state == "contradicted"]
    return any(one[0] < two[1] and two[0] < one[1] for one in earning for two in denying)


def _reach(point: PointMark) -> tuple[int, int]:
    return min((start for start, _ in point.words), default=0), max((end for _, end in point.words), default=0)


def weighed(points: Sequence[PointMark], unsure_share: float, loose: Collection[str] = ()) -> list[PointMark]:
    """The points as they stand in this answer; an unsure point pays `unsure_share` of its marks. `loose`: the points
    whose words hang together loosely, which are believed only of an answer that contradicts nothing."""
    if any(point.state == "contradicted" for point in points):
        points = [_weighed(p, unsure_share) if p.id in loose and p.state == "earned" else p for p in points]
    if _is_beyond_doubt(points):
        return [_disbelieved(point) if point.state in ("earned", "unsure") else point for point in points]
    return [_weighed(point, unsure_share) for point in points] if in_doubt(points) else list(points)


def _is_beyond_doubt(points: Sequence[PointMark]) -> bool:
    contradicted = sum(point.state == "contradicted" for point in points)
    return contradicted >= _BEYOND_DOUBT and contradicted > sum(point.state == "earned" for point in points)


def _weighed(point: PointMark, unsure_share: float) -> PointMark:
    if point.state == "earned":
        told = f"{point.because} But the answer contradicts the key elsewhere: half the marks until a person decides."
        return replace(point, state="unsure", marks=point.max_marks * unsure_share, because=told)
    return _disbelieved(point) if point.state == "unsure" else point


def _disbelieved(point: PointMark) -> PointMark:
    told = f"{_first_sentence(point.because)} And the answer contradicts the key elsewhere, so this isn't believed."
    return replace(point, state="missing", marks=0.0, because=told)


def _first_sentence(because: str) -> str:
    return because.removesuffix(" Half the marks until a person decides.")
