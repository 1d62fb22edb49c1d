"""`make marking-report`: how far the marker agrees with marks given by hand, on answers at known levels.

An answer's mark by hand is the mean of its writer's and of a second reader's, who knew neither that nor the level;
how far these two agree is told as well. The answers that no one may tune patterns on are counted and not shown: whoever
has read them can't judge by them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from statistics import correlation, fmean
from typing import NamedTuple

from marked import Judged, judged, marked

_STEPS = 4  # quadratic kappa is taken on marks in quarters


class Agreement(NamedTuple):
    """How well two lists of fractions go together."""

    answers: int
    rmse: float
    pearson: float
    kappa: float
    unsure: float  # share of the rubric points that a person is asked about
    salad: float  # the most that a bag of keywords earned

    def __str__(self) -> str:
        told = f"n {self.answers:>3}  RMSE {self.rmse:.3f}  r {self.pearson:.3f}  kappa {self.kappa:.3f}"
        return f"{told}  unsure {self.unsure:.1%}  salad {self.salad:.2f}"


def agreement(answers: Sequence[Judged]) -> Agreement:
    pairs = [(answer.hand, marked(answer).fraction) for answer in answers]
    rmse = (sum((hand - marker) ** 2 for hand, marker in pairs) / len(pairs)) ** 0.5
    return Agreement(
        answers=len(pairs), rmse=rmse, pearson=correlation(*map(list, zip(*pairs, strict=True))),
        kappa=quadratic_kappa(pairs), unsure=_unsure(answers),
        salad=max((marked(answer).fraction for answer in answers if answer.level == "salad"), default=0.0),
    )  # fmt: skip


def readers(answers: Sequence[Judged]) -> str:
    """How well the writers and the second reader agree, where there are both."""
    pairs = [(one.written, one.read) for one in answers if one.read is not None and one.file != "confused"]
    rmse = (sum((written - read) ** 2 for written, read in pairs) / len(pairs)) ** 0.5
    pearson, kappa = correlation(*map(list, zip(*pairs, strict=True))), quadratic_kappa(pairs)
    return f"n {len(pairs):>3}  RMSE {rmse:.3f}  r {pearson:.3f}  kappa {kappa:.3f}"


def by_level(answers: Sequence[Judged]) -> Iterator[str]:
    """The mean mark of each level, by hand and by the marker."""
    for level in ("full", "partial", "wrong", "negated", "salad", "off-topic"):
        of = [answer for answer in answers if answer.level == level]
        hand, marker = fmean(one.hand for one in of), fmean(marked(one).fraction for one in of)
        yield f"  {level:<9} {len(of):>3}  by hand {hand:.2f}  marker {marker:.2f}"


def _unsure(answers: Sequence[Judged]) -> float:
    states = [point.state for answer in answers for point in marked(answer).points]
    return states.count("unsure") / max(1, len(states))


def quadratic_kappa(pairs: Sequence[tuple[float, float]]) -> float:
    """Cohen's kappa with quadratic weights on fractions rounded to quarters: 1 is agreement, 0 is chance."""
    levels = [(round(hand * _STEPS), round(marker * _STEPS)) for hand, marker in pairs]
    observed = sum((hand - marker) ** 2 for hand, marker in levels) / len(levels)
    chance = sum((hand - marker) ** 2 for hand, _ in levels for _, marker in levels) / len(levels) ** 2
    return 1.0 - observed / chance if chance else 1.0


def _sets(answers: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    yield "tuned on", [answer for answer in answers if not answer.untouched]
    yield "untouched", [answer for answer in answers if answer.untouched]


def _off(answer: Judged) -> float:
    """How far the mark lies outside the fractions a fair person could give."""
    fraction = marked(answer).fraction
    return max(answer.low - fraction, fraction - answer.high, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=10, help="list this many disagreements, of the answers tuned on")
    worst = parser.parse_args().worst
    for name, answers in _sets(judged()):
        print(f"{name:<10} {agreement(answers)}")
        print(*by_level(answers), sep="\n")
        print(f"  two people {readers(answers)}")
    shown = sorted((answer for answer in judged() if not answer.untouched), key=_off, reverse=True)
    for answer in shown[:worst]:
        fraction = marked(answer).fraction
        expected = f"{answer.low:.2f}-{answer.high:.2f}"
        print(f"{answer.question}/{answer.level}: {fraction:.2f} for {expected}: {answer.text.strip()[:90]}")


if __name__ == "__main__":
    main()
