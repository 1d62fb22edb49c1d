"""Images are right up to mirroring; the mirroring itself is judged by its statistics.

Each statistic's bounds are exact binomial tails of a fair coin. All of them together refuse a right submission with a
probability below 1e-6 in a grading.
"""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
from PIL import Image

from dlexam.grading.judging import Mismatch, close, judge

MEAN = np.array([0.485, 0.456, 0.406]).reshape(3, 1, 1)
STD = np.array([0.229, 0.224, 0.225]).reshape(3, 1, 1)

# The most that each statistic may add to the chance of refusing a fair coin in a grading: all accesses of `mirror`
# (11 pictures, 61 accesses each: 671 tosses), their changes, its single pictures (22 statistics), the flat root and an
# unpickled copy (2 each, of 48 tosses). 4.4e-7 + 5e-8 + 22 x 1e-8 + 4 x 2e-8 = 7.9e-7; in whole counts, exactly:
# 5.2e-7. The cases stop early where the tosses look fair, which these bounds never refuse; the other runs go on to the
# end. Of coins of 1/3, 99.98 % are refused; of 0.3, more than 99.9999 %; of 0.4, 53 %: more accesses would take a
# learner's time, and nobody writes 0.4 for a half.
OF_ALL, OF_CHANGES, OF_ONE, OF_FEW = 4.4e-7, 5e-8, 1e-8, 2e-8


def up_to_mirroring(observed: Any, expected: Any, trial: Any) -> None:
    """As many samples, and each with the reference's image or its mirror image, and the same label."""
    length, pictures = observed["length"], len(expected["images"])
    if length != pictures:
        which = "fewer than there are pictures" if length < pictures else "more than there are pictures"
        raise Mismatch(f"len(dataset) is {length}, {which} in the folder")
    if len(observed["images"]) != pictures:
        raise Mismatch(f"{len(observed['images'])} images came out, where len(dataset) is {length}")
    labels = expected["labels"] or [0] * pictures
    for place, seen in enumerate(observed["images"]):
        try:
            mirrored(seen, expected["images"][place], f"image {place}", trial)
        except Mismatch:
            _out_of_order(place, seen, expected["images"], labels, trial)
            raise
    for place, (seen, right) in enumerate(zip(observed["labels"], expected["labels"], strict=True)):
        if seen != right:
            raise Mismatch(f"the label of sample {place} is not the index of its class's name among the sorted names")


def _out_of_order(place: int, seen: Any, images: Any, labels: Any, trial: Any) -> None:
    """Mismatch if the image is right for another place."""
    for other, right in enumerate(images):
        try:
            mirrored(seen, right, "", trial)
        except Mismatch:
            continue
        what, order = ("another file of its folder", "files go by name")
        if labels[other] != labels[place]:
            what, order = ("from another class", "classes go by folder name")
        raise Mismatch(f"sample {place} is {what}: {order}, in Python's order of strings")


def mirrored(seen: Any, right: Any, name: str, trial: Any) -> None:
    """Mismatch unless an image is the right one or its mirror image."""
    flipped = np.ascontiguousarray(right[..., ::-1])
    nearer = seen.shape == right.shape and bool(np.abs(seen - flipped).sum() < np.abs(seen - right).sum())
    try:
        close(seen, flipped if nearer else right, trial)
    except Mismatch as mismatch:
        said = str(mismatch).removeprefix("the result ").removeprefix("the result: ")
        raise Mismatch(f"{name}, as it is and mirrored: {said}") from None


for_each = [judge(name)(up_to_mirroring) for name in ("two-classes", "pixels", "file-endings", "modes", "batches")]
(two_classes, pixels, file_endings, modes, batches) = for_each


def each_alone(observed: Any, expected: Any, trial: Any) -> None:
    """Each data set as if it were alone."""
    for name in expected:
        _named(name, observed[name], expected[name], trial)


(sorted_order, two_datasets) = [judge(name)(each_alone) for name in ("sorted-order", "two-datasets")]


def _named(name: str, observed: Any, expected: Any, trial: Any) -> None:
    try:
        up_to_mirroring(observed, expected, trial)
    except Mismatch as mismatch:
        raise Mismatch(f"{name}: {mismatch}") from None


@judge("flat-root", all_draws=True)
def flat_root(observed: Any, expected: Any, trial: Any) -> None:
    """The items, and a fair and fresh coin."""
    for seen, right in zip(observed, expected, strict=True):
        up_to_mirroring(seen["items"], right["items"], trial)
    _fair_in_all(observed, expected, "in a root without sub-folders")


@judge("pickled", all_draws=True)
def pickled(observed: Any, expected: Any, trial: Any) -> None:
    """The dataset and its pickled copy alike, and the copy's coin fair and fresh."""
    for seen, right in zip(observed, expected, strict=True):
        for name in right["items"]:
            _named(name, seen["items"][name], right["items"][name], trial)
    _fair_in_all(observed, expected, "in an unpickled copy")


def _fair_in_all(observed: Any, expected: Any, where: str) -> None:
    runs = [
        _tosses(seen["accesses"], right["accesses"]) for seen, right in zip(observed, expected, strict=True)
    ]  # one (passes, pictures) for each draw
    _fair(np.concatenate(runs), OF_FEW, f"{where}, pictures are not mirrored in half of all accesses")
    changes = np.concatenate([_changes(run) for run in runs])
    _fair(changes, OF_FEW, f"{where}, whether a picture is mirrored depends on its access before")


@judge("mirror", all_draws=True)
def mirror(observed: Any, expected: Any, trial: Any) -> None:
    """Fair, and fresh at each access: how often each picture is mirrored, and how often that changes."""
    tosses = np.concatenate([_tosses(seen, right) for seen, right in zip(observed, expected, strict=True)])
    _fair(tosses, OF_ALL, "pictures are not mirrored in half of all accesses")
    _fair(_changes(tosses.ravel()), OF_CHANGES, "whether one picture is mirrored depends on the one accessed before it")
    names = sorted(expected[0]["files"], key=lambda name: name.split("/"))
    for name, picture in zip(names, tosses.T, strict=True):
        _fair(picture, OF_ONE, f"{name} is not mirrored in half of its accesses")
        _fair(_changes(picture), OF_ONE, f"whether {name} is mirrored depends on its access before")


def _tosses(observed: Any, expected: Any) -> Any:
    """(passes, pictures): True where the picture was mirrored."""
    columns = []
    names = sorted(expected["files"], key=lambda name: name.split("/"))
    if len(observed["stacks"]) != len(expected["stacks"]):
        raise Mismatch("len(dataset) is not the number of pictures in the folder")
    for name, stack in zip(names, observed["stacks"], strict=False):
        with Image.open(io.BytesIO(expected["files"][name].tobytes())) as file:
            picture = np.array(file.convert("RGB"))
        right = (picture.transpose(2, 0, 1) / 255 - MEAN) / STD  # (3, H, W)
        if stack.shape[1:] != right.shape:
            raise Mismatch(f"the image of {name} has not the shape of its picture")
        plain, flipped = _equal(stack, right), _equal(stack, right[..., ::-1])
        if not np.all(plain | flipped):
            raise Mismatch(f"the image of {name} is at times neither its picture nor the mirror image of it")
        columns.append(flipped)
    return np.array(columns).T


def _equal(stack: Any, right: Any) -> Any:
    """Which of the images are the right one, to far less than one of a byte's 256 steps."""
    return np.abs(stack - right).max(axis=(1, 2, 3)) <= 1e-4


def _changes(tosses: Any) -> Any:
    return tosses[1:] != tosses[:-1]


def _fair(tosses: Any, chance: float, complaint: str) -> None:
    """Mismatch if a fair coin gives such a count, or one farther from half, with a probability below `chance`."""
    count, number = int(np.sum(tosses)), int(np.size(tosses))
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, number + 1)))])  # of the factorials
    mass = np.exp(logs[number] - logs - logs[::-1] - number * math.log(2))
    if 2 * mass[: min(count, number - count) + 1].sum() < chance:
        raise Mismatch(f"{complaint}: {count} of {number}")
