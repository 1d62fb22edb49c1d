"""The average loss may be the mean over batches or the mean over samples."""

from __future__ import annotations

import math
from typing import Any

from dlexam.grading.judging import Mismatch, close, judge


def either_mean(observed: Any, expected: Any, trial: Any) -> None:
    """Weights as the reference's; the average one of the two means of the reference's own losses."""
    close(observed["weights"], expected["weights"], trial)
    losses, sizes = expected["losses"], expected["sizes"]
    over_batches = sum(losses) / len(losses)
    over_samples = sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
    average = observed["average"]
    if not isinstance(average, float):
        raise Mismatch("the average loss is not a float")
    # within float32's rounding in either dtype: a running total may be kept in float32
    if not any(math.isclose(average, right, rel_tol=2e-5) for right in (over_batches, over_samples)):
        raise Mismatch("the value returned is neither the mean over batches nor the mean over samples of the losses")


average_loss = judge("average-loss")(either_mean)


@judge("any-loader")
def any_loader(observed: Any, expected: Any, trial: Any) -> None:
    """The same for each of the loaders."""
    for name in expected:
        either_mean(observed[name], expected[name], trial)
