"""What counts as right: 380 of the 400 digits held out, losses that fall, one answer for each digit and generator.

The labels of the held-out digits are here and nowhere else (E. Alpaydin and C. Kaynak 1998, "Optical Recognition of
Handwritten Digits", UCI Machine Learning Repository, CC BY 4.0; see DATA.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

ENOUGH = 0.95
FALLEN = 2 / 3
MARKS, WIDEST = "▁▂▃▄▅▆▇█", 60  # of a learning curve
DIFFERENT_FOR_ROUNDING = 0.02  # share of digits; bit for bit the same is not asked for
HELD_OUT = """
2896511576387297825036956845224503775896716423464970810588255336751009837245370192350339899127546128495033140826674040248570827567558181724198348329307458829461147634108902437375779105669032181329652377693176098122128523395238024051639785001349924015715946107995387791325808468154516059904892245896168696530101676039193746663644079278093841970140194677268254511843000125426769384517422738432426066830
"""


@judge("held-out")
def held_out(observed: Any, expected: Any, trial: Any) -> None:
    """The best is right as often as the contract says, at least; order and names are the judge's own."""
    labels = np.array(list(HELD_OUT.replace("\n", "")), dtype=np.int64)
    right = expected["names"][labels[expected["order"]]]
    tries = [_labels(one, right.shape, "predict of the digits that it never saw") for one in observed["guesses"]]
    share = max((guesses == right).mean() for guesses in tries)
    if share < ENOUGH:
        raise Mismatch(f"{share:.1%} of the digits that it never saw are right at best: less than {ENOUGH:.0%}")


@judge("loss-falls")
def loss_falls(observed: Any, expected: Any, trial: Any) -> str:
    """A finite number for each epoch, the last well below the first. Their curve is shown."""
    losses = observed["losses"]
    if losses.size < 2:
        raise Mismatch(f"losses holds {losses.size} numbers: one for each epoch belongs there, two at least")
    if not np.isfinite(losses).all():
        first = int(np.argmin(np.isfinite(losses))) + 1
        raise Mismatch(f"losses holds numbers that are not finite, from epoch {first} of {losses.size} on")
    if not losses[-1] < FALLEN * losses[0]:
        raise Mismatch(f"the last of losses is not below two thirds of the first: {_told(losses)}")
    return f"The loss: {_told(losses)}"


def _told(losses: Any) -> str:
    """The first and the last loss, and the curve between them."""
    told = f"{losses[0]:.3g} in the first epoch, {losses[-1]:.3g} in the last of {losses.size}"
    return f"{told}\n{_curve(losses)}"


def _curve(losses: Any) -> str:
    """The learner's losses as a line of marks, the highest for the largest; at most WIDEST epochs are picked."""
    picked = losses[np.linspace(0, losses.size - 1, min(losses.size, WIDEST)).round().astype(int)]
    heights = np.clip(picked / max(picked.max(), 1e-300), 0, 1) * (len(MARKS) - 1)
    return "".join(MARKS[round(height)] for height in heights.tolist())


@judge("each-by-itself")
def each_by_itself(observed: Any, expected: Any, trial: Any) -> None:
    """The same answers, however the digits are handed over. One of twenty may fall to rounding."""
    labels = expected["labels"]
    together = _labels(observed["together"], labels.shape, "predict of 40 digits")
    if (together == labels).mean() < 0.7:
        raise Mismatch("most digits that it was trained on should be right, and are not")
    alone = [_labels(guess, (1,), "predict of one digit")[0] for guess in observed["alone"]]
    _same(np.array(alone), together[:20], "one digit alone gets another answer than among others")
    _same(_labels(observed["seven"], (7,), "predict of 7 digits"), together[:7], "7 digits get other answers than 40")
    backwards = _labels(observed["backwards"], labels.shape, "predict of 40 digits")[::-1]
    _same(backwards, together, "the same digits in another order get other answers")
    dark = _labels(observed["among dark squares"], (len(labels) + 80,), "predict of 120 arrays")[: len(labels)]
    _same(dark, together, "the same digits among dark squares get other answers")
    for name in ("in columns", "every other number of an array"):
        guesses = _labels(observed[name], labels.shape, f"predict of an array that is not contiguous ({name})")
        _same(guesses, together, f"the same digits in an array that is not contiguous ({name}) get other answers")
    faint = np.array([_labels(guess, (1,), "predict of one digit")[0] for guess in observed["faint, alone"]])
    for name in ("black", "white"):
        guesses = _labels(observed[f"faint, among {name} squares"], (320,), "predict of 320 arrays")[:20]
        _same(guesses, faint, f"faint digits among {name} squares get other answers than alone")
    again, *blends = observed["again"]
    _same(_labels(again, labels.shape, "predict"), together, "a second predict gives other answers")
    if not np.array_equal(*(_labels(guesses, (300,), "predict of 300 arrays") for guesses in blends)):
        raise Mismatch("predict gives other answers when it is called again with the same array")


@judge("left-alone")
def left_alone(observed: Any, expected: Any, trial: Any) -> None:
    """The arrays afterwards are those that went in."""
    for name in ("x", "y", "x of predict"):
        try:
            close(observed[name], expected[name], trial)
        except Mismatch:
            raise Mismatch(f"{name} was changed") from None
    _labels(observed["guesses"], (30,), "predict of 30 digits")


@judge("equal-generators")
def equal_generators(observed: Any, expected: Any, trial: Any) -> None:
    """First and again: the same data, equal generators. Other: other data, trained in between."""
    shape = expected["first"]["guesses"].shape
    seen = {name: _labels(one["guesses"], shape, "predict") for name, one in observed.items()}
    if not np.array_equal(seen["first"], seen["first, later"]):
        raise Mismatch("training another model changes what the first one predicts")
    if not np.array_equal(observed["first"]["losses"], observed["first, later"]["losses"]):
        raise Mismatch("training another model changes the losses of the first one")
    first, again, other = (observed[name]["losses"] for name in ("first", "again", "other"))
    if first.shape != again.shape or not np.allclose(first, again, rtol=1e-6, atol=1e-12):
        raise Mismatch("equal generators and equal data give other losses")
    if (seen["first"] != seen["again"]).mean() > DIFFERENT_FOR_ROUNDING:
        raise Mismatch("equal generators and equal data give other predictions")
    if first.shape == other.shape and np.array_equal(first, other):
        raise Mismatch("other data give the very same losses")
    if np.array_equal(seen["first"], seen["other"]):
        raise Mismatch("other data give the very same predictions")


def _labels(guesses: Any, shape: tuple[int, ...], what: str) -> Any:
    """The guesses as an array. Mismatch if they are not integers from 0 to 9, or not of this shape."""
    array = np.asarray(guesses)
    if array.shape != shape:
        raise Mismatch(f"{what} has shape {array.shape}, where {shape} belongs")
    if array.dtype.kind not in "iu":
        raise Mismatch(f"{what} gives {array.dtype} numbers, where integers belong")
    if array.min() < 0 or array.max() > 9:
        raise Mismatch(f"{what} gives numbers that are not from 0 to 9")
    return array


def _same(one: Any, other: Any, complaint: str) -> None:
    if (one != other).mean() > 0.05:
        raise Mismatch(complaint)
