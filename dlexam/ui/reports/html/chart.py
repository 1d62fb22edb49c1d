"""Where things of a line chart are: results over time, in the units of its picture. The template draws them.

Labels never overlap: what has no room for one is in the table below the chart, as all of it is.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 388, 24, 160  # of the plot, in a picture of 400 by 190
_INSET = 18  # of the first and the last point, whose labels stand centred above them
_LABEL = 38  # the width of a label such as 100%, and the room to the next
_DAY = 86_400
_STEPS = (0, 50, 100)  # per cent, where no pass mark is near


class Result(Struct, frozen=True, kw_only=True):
    """A sitting to draw: when (seconds), the result and its pass mark in per cent, and whether it is this one."""

    when: float
    percent: float
    pass_mark: float
    passed: bool
    this: bool


class Point(Struct, frozen=True, kw_only=True):
    """A result in its place. `label` is empty where there is no room for one."""

    x: float
    y: float
    label: str
    passed: bool
    this: bool


class Tick(Struct, frozen=True, kw_only=True):
    """A label at the left, and how far down it stands."""

    at: float
    label: str


class Chart(Struct, frozen=True, kw_only=True):
    """Everything that is drawn. `line` and `pass_line` are the points of polylines."""

    points: tuple[Point, ...]
    line: str
    pass_line: str
    rows: tuple[Tick, ...]
    pass_at: Tick
    dates: tuple[str, str]
    told: str


def chart(results: Sequence[Result]) -> Chart:
    """The chart of two results or more, the oldest first."""
    places = [(x, _height(each.percent)) for x, each in zip(_places(results), results, strict=True)]
    marks = [(x, _height(each.pass_mark)) for (x, _), each in zip(places, results, strict=True)]
    edges = [(_LEFT, marks[0][1]), *marks, (_RIGHT, marks[-1][1])]
    return Chart(
        points=_points(results, places),
        line=_polyline(places),
        pass_line=_polyline(edges),
        rows=_rows(results[0].pass_mark),
        pass_at=Tick(at=_height(results[0].pass_mark), label=f"{results[0].pass_mark:.0f}%"),
        dates=_dates(results[0].when, results[-1].when),
        told=_told(results),
    )


def _places(results: Sequence[Result]) -> list[float]:
    """From left to right by time; evenly where all began at the same moment."""
    first, last = results[0].when, results[-1].when
    shares = [
        (each.when - first) / (last - first) if last > first else at / (len(results) - 1)
        for at, each in enumerate(results)
    ]
    return [_LEFT + _INSET + share * (_RIGHT - _LEFT - 2 * _INSET) for share in shares]


def _height(percent: float) -> float:
    return _BOTTOM - min(max(percent, 0), 100) / 100 * (_BOTTOM - _TOP)


def _polyline(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _points(results: Sequence[Result], places: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    """With a label each as far as there is room: this sitting's first, then from the latest to the oldest."""
    order = sorted(range(len(results)), key=lambda at: (not results[at].this, -at))
    labelled: list[int] = []
    for at in order:
        if all(abs(places[at][0] - places[other][0]) >= _LABEL for other in labelled):
            labelled.append(at)
    return tuple(
        Point(x=x, y=y, label=f"{each.percent:.0f}%" if at in labelled else "", passed=each.passed, this=each.this)
        for at, (each, (x, y)) in enumerate(zip(results, places, strict=True))
    )


def _rows(pass_mark: float) -> tuple[Tick, ...]:
    steps = [step for step in _STEPS if abs(step - pass_mark) >= 12]
    return tuple(Tick(at=_height(step), label=f"{step}%") for step in steps)


def _dates(first: float, last: float) -> tuple[str, str]:
    """The first date and the last, with the time where they are less than a day apart."""
    form = "%Y-%m-%d" if last - first >= _DAY else "%Y-%m-%d %H:%M"
    return time.strftime(form, time.localtime(first)), time.strftime(form, time.localtime(last))


def _told(results: Sequence[Result]) -> str:
    """What a reader who can't see it should know."""
    best = max(each.percent for each in results)
    return (
        f"{len(results)} sittings: the first came to {results[0].percent:.0f}%, the best to {best:.0f}%, "
        f"the latest to {results[-1].percent:.0f}%; the pass mark is {results[-1].pass_mark:g}%."
    )
