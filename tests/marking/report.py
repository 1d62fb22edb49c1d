"""Prints how far the marker agrees with the marks given by hand: `python tests/marking/report.py [--worst N]`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from statistics import correlation
from typing import NamedTuple

from marked import Judged, judged, marked

_STEPS = 4  # quadratic kappa is taken on marks in quarters


class Agreement(NamedTuple):
    """How well two lists of fractions go together."""

    answers: int
    rmse: float
    pearson: float
    kappa: float

    def __str__(self) -> str:
        return f"n {self.answers:>3}  RMSE {self.rmse:.3f}  r {self.pearson:.3f}  kappa {self.kappa:.3f}"


def agreement(answers: Sequence[Judged]) -> Agreement:
    pairs = [(answer.hand, marked(answer).fraction) for answer in answers]
    rmse = (sum((hand - marker) ** 2 for hand, marker in pairs) / len(pairs)) ** 0.5
    return Agreement(len(pairs), rmse, correlation(*map(list, zip(*pairs, strict=True))), quadratic_kappa(pairs))


def quadratic_kappa(pairs: Sequence[tuple[float, float]]) -> float:
    """Cohen's kappa with quadratic weights on fractions rounded to quarters: 1 is agreement, 0 is chance."""
    levels = [(round(hand * _STEPS), round(marker * _STEPS)) for hand, marker in pairs]
    observed = sum((hand - marker) ** 2 for hand, marker in levels) / len(levels)
    chance = sum((hand - marker) ** 2 for hand, _ in levels for _, marker in levels) / len(levels) ** 2
    return 1.0 - observed / chance if chance else 1.0


def _sets(answers: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    yield "earlier", [answer for answer in answers if answer.file != "heldout"]
    yield "held out, tuned on", [answer for answer in answers if answer.file == "heldout" and not answer.untouched]
    yield "held out, untouched", [answer for answer in answers if answer.untouched]


def _off(answer: Judged) -> float:
    """How far the mark lies outside the fractions a fair person could give."""
    fraction = marked(answer).fraction
    return max(answer.low - fraction, fraction - answer.high, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=0, help="list this many disagreements of the tuned sets")
    worst = parser.parse_args().worst
    for name, answers in _sets(judged()):
        print(f"{name:<20} {agreement(answers)}")
    shown = sorted((answer for answer in judged() if not answer.untouched), key=_off, reverse=True)
    for answer in shown[:worst]:
        fraction = marked(answer).fraction
        expected = f"{answer.low:.2f}-{answer.high:.2f}"
        print(f"{answer.question}/{answer.level}: {fraction:.2f} for {expected}: {answer.text[:90]}")


if __name__ == "__main__":
    main()
