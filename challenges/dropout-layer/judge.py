"""What is dropped is chance: judged by structure (0 or x/(1−p), one mask for both ways) and by exact tail bounds.

Each statistic refuses a right layer with probability below 1e-9 (Chernoff's bound, both sides; dispersions far less);
a grading has fewer than 600 of them.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

DEVIATION = 21.5  # e^-21.5 = 4.6e-10
SPREAD = (0.1, 3.5)  # what the variance of counts may be, in units of the binomial one


def same(a: Any, b: Any) -> bool:
    """Equal to nine digits, element by element."""
    return bool(np.all(np.abs(a - b) <= 1e-9 * np.abs(b)))


def kept(out: Any, x: Any, p: float, trial: Any, where: str) -> Any:
    """The mask of one training forward of inputs without zeros. Mismatch if an element is neither 0 nor x/(1−p)."""
    if getattr(out, "shape", None) != x.shape:
        raise Mismatch(f"{where}: the result has not the input's shape")
    mask = out != 0
    if not same(out, x * mask / (1 - p)):
        raise Mismatch(f"{where}: an element that is not dropped is not x / (1 - p)")
    return mask


def common(count: int, number: int, probability: float, complaint: str) -> None:
    """Mismatch if `count` of `number` independent events of this probability is a chance below 5e-10 a side."""
    seen = count / number
    parts = ((seen, probability), (1 - seen, 1 - probability))
    if number * sum(a * math.log(a / b) for a, b in parts if a > 0) > DEVIATION:
        raise Mismatch(complaint)


def independent(a: Any, b: Any, p: float, complaint: str) -> None:
    """Mismatch if two masks agree in more or fewer places than independent ones do."""
    common(int((a == b).sum()), a.size, p**2 + (1 - p) ** 2, complaint)


def spread(counts: Any, number: int, p: float, complaint: str) -> None:
    """Mismatch if counts out of `number` vary far less or far more than binomial ones."""
    ratio = np.mean((counts - number * (1 - p)) ** 2) / (number * p * (1 - p))
    if not SPREAD[0] < ratio < SPREAD[1]:
        raise Mismatch(complaint)


@judge("training")
def training(observed: Any, expected: Any, trial: Any) -> None:
    """Structure, and a share that is roughly right."""
    mask = kept(observed["out"], expected["x"], expected["p"], trial, "while training")
    common(int(mask.sum()), mask.size, 1 - expected["p"], "the share of dropped elements is not p")


defaults = judge("defaults")(training.run)


@judge("share")
def share(observed: Any, expected: Any, trial: Any) -> None:
    """The share is p, in all and among inputs of either sign or size."""
    training.run(observed, expected, trial)
    x, kept_here = expected["x"], observed["out"] != 0
    for some in (x > 0, np.abs(x) > 1):
        for part in (some, ~some):
            told = "the share of dropped elements is not p for all inputs alike: it depends on x"
            common(int(kept_here[part].sum()), int(part.sum()), 1 - expected["p"], told)


@judge("each-by-itself")
def each_by_itself(observed: Any, expected: Any, trial: Any) -> None:
    """Places along each axis are independent, counts vary as they should, and no element has a fate of its own."""
    p = expected["p"]
    for name, right in expected["large"].items():
        mask = kept(observed["large"][name]["out"], right["x"], p, trial, name)
        for lined in (*(np.moveaxis(mask, axis, 0) for axis in range(mask.ndim)), mask.ravel()):
            unrelated_places(lined, p, f"{name}: what is dropped at one place depends on another place")
            if len(lined) >= 50 and lined.ndim > 1:
                counts = lined.reshape(len(lined), -1).sum(axis=1)
                spread(counts, lined[0].size, p, f"{name}: how many are dropped varies too little or too much")
        if mask.ndim == 2:
            no_line_twice(mask, p, f"{name}: what is dropped in one row or column is dropped in another")
    for name, right in expected["small"].items():
        shape = right["outs"].shape
        masks = kept(observed["small"][name]["outs"], np.broadcast_to(right["x"], shape), p, trial, name)
        small(masks, p, name)


def unrelated_places(lined: Any, p: float, complaint: str) -> None:
    """Mismatch if neighbours along the first axis, its two halves, or the halves mirrored, go together."""
    half = len(lined) // 2
    independent(lined[0 : 2 * half : 2], lined[1 : 2 * half : 2], p, complaint)
    independent(lined[:half], lined[half : 2 * half], p, complaint)
    independent(lined[:half], lined[half : 2 * half][::-1], p, complaint)


def no_line_twice(mask: Any, p: float, complaint: str) -> None:
    """Mismatch if any two columns of a matrix, or two rows, agree too well; e^-8 makes up for the number of pairs."""
    signs = np.where(mask, 1, -1)
    alike = p**2 + (1 - p) ** 2
    for gram, length in ((signs.T @ signs, len(signs)), (signs @ signs.T, signs.shape[1])):
        share = (np.triu(gram, 1).max() / length + 1) / 2
        differ = (1 - share) * math.log((1 - share) / (1 - alike)) if share < 1 else 0.0
        if share > alike and length * (share * math.log(share / alike) + differ) > DEVIATION + 8:
            raise Mismatch(complaint)


def small(masks: Any, p: float, name: str) -> None:
    """Mismatch if an element is special, or if rows that are dropped as a whole are too rare or too many."""
    for count in masks.sum(axis=0).ravel():
        common(int(count), len(masks), 1 - p, f"{name}: some element is dropped too often or too rarely")
    told = f"{name}: how many are dropped varies too little or too much"
    spread(masks.reshape(len(masks), -1).sum(axis=1), masks[0].size, p, told)
    empty = ~masks.any(axis=-1)
    common(
        int(empty.sum()), empty.size, p ** masks.shape[-1], f"{name}: all of a row is dropped too often or too rarely"
    )


@judge("anew")
def anew(observed: Any, expected: Any, trial: Any) -> None:
    """Any two masks of a layer are independent."""
    for name, outs in observed["outs"].items():
        masks = [kept(out, expected["x"], expected["p"], trial, name) for out in outs]
        if len(masks) != len(expected["outs"][name]):
            raise Mismatch(f"{name}: results are missing")
        for place, mask in enumerate(masks):
            for other in masks[:place]:
                independent(mask, other, expected["p"], f"{name}: two forward passes drop the same elements")


def through(seen: Any, dx: Any, x: Any, g: Any, p: float, trial: Any, where: str) -> None:
    """Mismatch unless dx is g through the mask that the result shows."""
    mask = kept(seen, x, p, trial, where)
    common(int(mask.sum()), mask.size, 1 - p, f"{where}: the share of dropped elements is not p")
    if getattr(dx, "shape", None) != g.shape:
        raise Mismatch(f"{where}: the gradient has not the input's shape")
    if not same(dx, g * mask / (1 - p)):
        raise Mismatch(f"{where}: the gradient is not grad through the mask and scale of the latest forward")


@judge("backward")
def backward(observed: Any, expected: Any, trial: Any) -> None:
    """Both calls of backward go through the one mask."""
    for name, right in expected.items():
        if name == "p":
            continue
        seen = observed[name]
        through(seen["out"], seen["dx"], right["x"], right["g"], expected["p"], trial, name)
        through(seen["out"], seen["dx again"], right["x"], right["h"], expected["p"], trial, f"{name}, called again")


@judge("latest")
def latest(observed: Any, expected: Any, trial: Any) -> None:
    """Through the latest mask, and through none after an evaluation."""
    p, g = expected["p"], expected["g"]
    for name in ("after two", "after training again"):
        through(observed[name]["out"], observed[name]["dx"], expected[name]["x"], g, p, trial, name)
    close({"after an evaluation": observed["after an evaluation"]}, {"after an evaluation": g}, trial)


@judge("zero-inputs")
def zero_inputs(observed: Any, expected: Any, trial: Any) -> None:
    """Where x is zero the mask shows in the gradient alone."""
    x, g, p, out, dx = (*(expected[name] for name in ("x", "g", "p")), observed["out"], observed["dx"])
    if out.shape != x.shape or dx.shape != x.shape:
        raise Mismatch("the result or the gradient has not the input's shape")
    some = x != 0
    through(out[some], dx[some], x[some], g[some], p, trial, "inputs that are not zero")
    passed = dx[~some] != 0
    if out[~some].any() or not same(dx[~some], g[~some] * passed / (1 - p)):
        raise Mismatch("inputs that are zero: result or gradient is wrong")
    common(int(passed.sum()), passed.size, 1 - p, "inputs that are zero let too few or too many gradients through")


@judge("generators")
def generators(observed: Any, expected: Any, trial: Any) -> None:
    """Equal generators give equal results; all else is independent."""
    x, p = expected["x"], expected["p"]
    masks = {}
    for name, right in expected["outs"].items():
        if len(observed["outs"][name]) != len(right):
            raise Mismatch(f"{name}: results are missing")
        masks[name] = [kept(out, x, p, trial, name) for out in observed["outs"][name]]
    if any((a != b).any() for a, b in zip(masks["a seed"], masks["the same"], strict=True)):
        raise Mismatch("two generators with one seed give different results")
    others = itertools.combinations([masks["a seed"][0], *masks["other seeds"]], 2)
    for one, other, told in (
        *((one, other, "generators with different seeds drop the same elements") for one, other in others),
        (masks["none"][0], masks["none again"][0], "two layers without a generator drop the same elements"),
        (*masks["two layers, one generator"], "two layers that share a generator drop the same elements"),
        (*masks["two layers, no generator"], "two layers without a generator drop the same elements"),
    ):
        independent(one, other, p, told)


@judge("left-alone")
def left_alone(observed: Any, expected: Any, trial: Any) -> None:
    """Right at once, the same later, and inputs as they were."""
    for name, right in expected.items():
        if name == "p":
            continue
        seen, before = observed[name], right["before"]
        close({f"{name}: inputs afterwards": seen["after"]}, {f"{name}: inputs afterwards": before}, trial)
        through(seen["then"]["out"], seen["then"]["dx"], before["x"], before["g"], expected["p"], trial, name)
        if any(not np.array_equal(seen["then"][key], seen["later"][key]) for key in ("out", "dx")):
            raise Mismatch(f"{name}: an earlier result was changed by a later call")
