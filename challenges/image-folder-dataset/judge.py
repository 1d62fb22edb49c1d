"""Images are right up to mirroring; the mirroring itself is judged by its statistics.

Each statistic's bounds are exact binomial tails of a fair coin. All of them together refuse a right submission with a
probability below 1e-6 in a grading.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

MEAN = np.array([0.485, 0.456, 0.406]).reshape(3, 1, 1)
STD = np.array([0.229, 0.224, 0.225]).reshape(3, 1, 1)
CHANCE = 5e-8  # of refusing a fair coin, for each of the eight statistics below


def up_to_mirroring(observed: Any, expected: Any, trial: Any) -> None:
    """As many samples, the same labels, and each image the reference's or its mirror image."""
    if observed["length"] != expected["length"]:
        raise Mismatch(f"len(dataset) is {observed['length']}, which is not the number of pictures in the folder")
    for place, (seen, right) in enumerate(zip(observed["labels"], expected["labels"], strict=True)):
        if seen != right:
            raise Mismatch(f"the label of sample {place} is not the index of its class")
    for place, (seen, right) in enumerate(zip(observed["images"], expected["images"], strict=True)):
        mirrored(seen, right, f"image {place}", trial)


def mirrored(seen: Any, right: Any, name: str, trial: Any) -> bool:
    """Whether an image is the mirror image of the right one (False: the right one itself). Mismatch if neither."""
    try:
        close(seen, right, trial)
    except Mismatch as mismatch:
        try:
            close(seen, np.ascontiguousarray(right[..., ::-1]), trial)
        except Mismatch:
            said = str(mismatch).removeprefix("the result ").removeprefix("the result: ")
            raise Mismatch(f"{name}, as it is and mirrored: {said}") from None
        return True
    return False


for_each = [
    judge(name)(up_to_mirroring)
    for name in ("two-classes", "pixels", "sorted-order", "flat-root", "file-endings", "modes", "batches")
]
(two_classes, pixels, sorted_order, flat_root, file_endings, modes, batches) = for_each


@judge("pickled")
def pickled(observed: Any, expected: Any, trial: Any) -> None:
    """The dataset and its pickled copy alike."""
    for name in expected:
        up_to_mirroring(observed[name], expected[name], trial)


@judge("mirror", all_draws=True)
def mirror(observed: Any, expected: Any, trial: Any) -> None:
    """Fair, and fresh at each access: how often each picture is mirrored, and how often that changes."""
    tosses = np.concatenate([_tosses(seen, right) for seen, right in zip(observed, expected, strict=True)])
    _fair(tosses, "pictures are not mirrored in half of all accesses")
    _fair(_changes(tosses.ravel()), "whether one picture is mirrored depends on the one accessed before it")
    for picture in tosses.T:
        _fair(picture, "a picture is not mirrored in half of its accesses")
        _fair(_changes(picture), "whether a picture is mirrored depends on its access before")


def _tosses(observed: Any, expected: Any) -> Any:
    """(passes, pictures): True where the picture was mirrored."""
    columns = []
    for place, (stack, picture) in enumerate(zip(observed["accesses"], expected["pictures"], strict=True)):
        right = (picture.transpose(2, 0, 1) / 255 - MEAN) / STD  # (3, H, W)
        if stack.shape != (len(stack), *right.shape):
            raise Mismatch(f"image {place} has not the shape of its picture")
        plain, flipped = _equal(stack, right), _equal(stack, right[..., ::-1])
        if not np.all(plain | flipped):
            raise Mismatch(f"image {place} is at times neither its picture nor the mirror image of it")
        columns.append(flipped)
    return np.array(columns).T


def _equal(stack: Any, right: Any) -> Any:
    """Which of the images are the right one, to far less than one of a byte's 256 steps."""
    return np.abs(stack - right).max(axis=(1, 2, 3)) <= 1e-4


def _changes(tosses: Any) -> Any:
    return tosses[1:] != tosses[:-1]


def _fair(tosses: Any, complaint: str) -> None:
    """Mismatch if a fair coin gives such a count, or one farther from half, with a probability below CHANCE."""
    count, number = int(np.sum(tosses)), int(np.size(tosses))
    fewer = min(count, number - count)
    tail = sum(math.comb(number, k) for k in range(fewer + 1)) / 2**number
    if 2 * tail < CHANCE:
        raise Mismatch(f"{complaint}: {count} of {number}")
