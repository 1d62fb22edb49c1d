"""What the three losses are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

SHAPES = ((1,), (7,), (5, 1), (1, 4), (2, 3, 4), (2, 1, 3, 2))
MAGNITUDES = (20.0, 33.0, 40.0, 90.0, 300.0, 700.0, 712.0, 760.0, 2000.0, 10000.0)


def called(loss_function: Callable[..., Any], *arguments: np.ndarray) -> dict[str, Any]:
    """The loss and the gradient. Fault if something else comes back."""
    result = loss_function(*arguments)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Fault(f"a loss returns the pair (loss, grad), not {type(result).__name__}")
    if isinstance(result[1], np.ndarray) and any(np.shares_memory(result[1], given) for given in arguments):
        raise Fault("the gradient lies in the memory of an argument: it has to be a new array")
    return {"loss": result[0], "grad": result[1]}


def targets_for(draw: Any, *shape: int, soft: bool) -> Any:
    """Targets of a binary classification: all zeros and ones, or anything in between as well."""
    return draw.uniform(*shape) if soft else draw.tensor(draw.rng.integers(0, 2, shape))


@case(
    "Mean squared error, with its gradient",
    points=1,
    hint="Mean over all elements, so the gradient of each is its own share: mind the 2 and the number of elements.",
    public=True,
)
def mse(submission, draw):
    shape = draw.shuffled((3, 4, 5, 6))[:2]
    return called(submission.mse_loss, draw.normal(*shape), draw.normal(*shape, mean=0.5, std=2))


@case(
    "Mean squared error in any shape",
    points=0.5,
    hint="Divide by the number of elements, which len() is not where there are several dimensions.",
    scale=1.0,
    because="a lone difference may be next to zero, where rounding is all that is left of it",
)
def mse_shapes(submission, draw):
    return {
        f"shape {shape}": called(submission.mse_loss, draw.normal(*shape), draw.normal(*shape, std=2))
        for shape in SHAPES
    }


@case(
    "Softmax cross-entropy, with its gradient",
    points=2,
    hint="The loss is the mean of -log of the label's probability; the gradient is softmax minus one-hot, also a mean.",
    public=True,
)
def cross_entropy(submission, draw):
    batch, classes = draw.shuffled((3, 4, 5, 6))[:2]
    return called(
        submission.softmax_cross_entropy, draw.normal(batch, classes, std=1.5), draw.integers(0, classes, batch)
    )


@case(
    "Softmax cross-entropy: a batch of one, two classes, many, labels of 32 bits",
    points=1,
    hint="Softmax runs over the classes of each row, keepdims=True; row i's label picks entry (i, label) only.",
)
def cross_entropy_edges(submission, draw):
    loss = submission.softmax_cross_entropy
    last = np.full(4, 2)
    return {
        "batch of one": called(loss, draw.normal(1, 5), draw.integers(0, 5, 1)),
        "two classes": called(loss, draw.normal(7, 2, std=2), draw.integers(0, 2, 7)),
        "more classes than rows": called(loss, draw.normal(3, 40), draw.integers(0, 40, 3)),
        "more rows than classes": called(loss, draw.normal(40, 3), draw.integers(0, 3, 40)),
        "the last class everywhere": called(loss, draw.normal(4, 3), last),
        "the first class everywhere": called(loss, draw.normal(5, 3), 0 * draw.integers(0, 3, 5)),
        "labels of 32 bits": called(loss, draw.normal(4, 6), draw.integers(0, 6, 4).astype(np.int32)),
    }


@case(
    "Softmax cross-entropy for logits up to ±10,000",
    points=1.5,
    hint="Take each row's own maximum off first, and never the logarithm of a probability, which may be 0.",
    scale=1.0,
    because="where the label's logit is far ahead, loss and gradient are zero but for rounding",
)
def cross_entropy_far_out(submission, draw):
    loss = submission.softmax_cross_entropy
    levels = draw.tensor([[level] for level in draw.shuffled((9990, -9990, 3000, -3000, 0))])
    order = draw.rng.permutation(4)
    corner = draw.tensor([[10000, -10000, 0, 5000]])[:, order]
    ahead, behind = (draw.tensor(np.eye(6, 4) * sign * 800) + draw.normal(6, 4) for sign in (1, -1))
    firsts = np.arange(6) % 4
    return {
        "rows far up and far down": called(loss, levels + draw.normal(5, 4), draw.integers(0, 4, 5)),
        "all far up": called(loss, draw.normal(3, 4, mean=9990), draw.integers(0, 4, 3)),
        "all far down": called(loss, draw.normal(3, 4, mean=-9990), draw.integers(0, 4, 3)),
        "one logit far ahead": called(loss, ahead, firsts),
        "one logit far behind": called(loss, behind, firsts),
        "spread": called(loss, draw.uniform(6, 4, low=-10000, high=10000), draw.integers(0, 4, 6)),
        "corners": [called(loss, corner, np.array([label])) for label in range(4)],
    }


@case(
    "Binary cross-entropy with logits, with its gradient",
    points=1.5,
    hint="For each element -t·log s - (1-t)·log(1-s), with s the sigmoid of the logit; the gradient is short.",
)
def binary(submission, draw):
    loss = submission.binary_cross_entropy_with_logits
    shape = draw.shuffled((3, 4, 5, 6))[:2]
    logits = draw.normal(*shape, std=2)
    zeros = draw.tensor([0.0, 1.3, -0.0, -0.7, 0.0])
    return {
        "targets 0 and 1": called(loss, draw.normal(*shape, std=2), targets_for(draw, *shape, soft=False)),
        "targets in between": called(loss, logits, targets_for(draw, *shape, soft=True)),
        "logits of exactly 0": called(loss, zeros, draw.tensor(draw.shuffled((0.0, 1.0, 0.3, 0.8, 1.0)))),
        "a single 0": called(loss, draw.tensor([0.0]), draw.uniform(1, low=0.6, high=1)),
    }


@case(
    "Binary cross-entropy in any shape",
    points=0.5,
    hint="Mean over all elements: divide by their number, whatever the number of dimensions.",
    scale=1.0,
    because="a lone gradient may be next to zero, where rounding is all that is left of it",
)
def binary_shapes(submission, draw):
    return {
        f"shape {shape}": called(
            submission.binary_cross_entropy_with_logits, draw.normal(*shape), targets_for(draw, *shape, soft=True)
        )
        for shape in SHAPES
    }


@case(
    "Binary cross-entropy for logits up to ±10,000",
    points=1,
    hint="log(1 + exp(z)) is max(z, 0) + log1p(exp(-|z|)): no overflow, no log of 0, nothing clipped.",
    scale=1.0,
    because="where the logit agrees with the target, loss and gradient are zero but for rounding",
)
def binary_far_out(submission, draw):
    loss = submission.binary_cross_entropy_with_logits
    seen = {}
    for size in draw.shuffled(MAGNITUDES):
        pair = draw.tensor(draw.shuffled([size, -size]))
        seen[f"around {size:g}"] = [
            called(loss, pair, targets_for(draw, 2, soft=True)),
            called(loss, pair, draw.tensor([0.0, 1.0])),
            called(loss, pair, draw.tensor([1.0, 0.0])),
        ]
    spread = draw.uniform(5, 3, low=-10000, high=10000)
    return {"sizes": seen, "spread": called(loss, spread, targets_for(draw, 5, 3, soft=False))}


@case(
    "Views are fine, and the arguments stay as they are, call after call",
    points=1,
    hint="No `logits -= ...` and no `grad = pred` that is then written to; each call makes arrays of its own.",
)
def arguments_left_alone(submission, draw):
    arguments = {
        "mse_loss": [
            (draw.normal(3, 4), draw.normal(3, 4)),
            (draw.strided(5, 2), draw.strided(5, 2)),
            (draw.normal(3, 8)[::-1, ::2], draw.normal(4, 3).T),
            (draw.normal(3, 4), draw.normal(3, 4)),
        ],
        "softmax_cross_entropy": [
            (draw.normal(4, 3), draw.integers(0, 3, 4)),
            (draw.strided(5, 3), draw.integers(0, 3, 10)[::2]),
            (draw.normal(6, 8)[::-2, ::2], draw.integers(0, 4, 3)[::-1]),
            (draw.normal(4, 3), draw.integers(0, 3, 4)),
        ],
        "binary_cross_entropy_with_logits": [
            (draw.normal(3, 4), draw.uniform(3, 4)),
            (draw.strided(5, 2), draw.uniform(2, 5).T),
            (draw.normal(3, 8)[::-1, ::2], draw.uniform(4, 3).T),
            (draw.normal(3, 4), draw.uniform(3, 4)),
        ],
    }
    seen = {name: [called(getattr(submission, name), *pair) for pair in pairs] for name, pairs in arguments.items()}
    buffer = arguments["mse_loss"][0][0]
    again = buffer.copy()
    buffer[...] = draw.normal(3, 4)  # same array, other numbers
    return {
        "results": seen,
        "first argument refilled": called(submission.mse_loss, buffer, arguments["mse_loss"][0][1]),
        "arguments afterwards": arguments | {"mse_loss, first argument": again},
    }
