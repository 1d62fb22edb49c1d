"""What the pooling functions are run on. Observations only. Height and width differ: none can stand for the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

CORNERS = {  # (H, W), size, stride
    "size 1": ((3, 4), 1, None),
    "size 1, stride 2": ((5, 4), 1, 2),
    "one window": ((3, 4), 3, None),
    "one row of windows": ((2, 7), 2, 1),
    "one column of windows": ((8, 3), 3, 2),
    "a single pixel": ((1, 1), 1, None),
    "stride larger than the size": ((8, 9), 2, 3),
}


def side(length: int, size: int, stride: int | None) -> int:
    """How many windows fit along a side."""
    return (length - size) // (stride or size) + 1


def pair(draw: Any, shape: tuple[int, int, int, int], size: int, stride: int | None = None) -> tuple[Any, Any]:
    """x of this shape, and a gradient for its windows."""
    batch, height, width, channels = shape
    return draw.normal(*shape), draw.normal(batch, side(height, size, stride), side(width, size, stride), channels)


def both(submission: Any, x: Any, grad: Any, size: int, stride: int | None = None) -> dict[str, Any]:
    """Forward and backward."""
    return {
        "out": submission.max_pool2d(x, size, stride),
        "dx": submission.max_pool2d_backward(grad, x, size, stride),
    }


@case(
    "Forward: the largest value of each window",
    points=1.5,
    hint="Without a stride, windows lie side by side; each image and each channel is pooled by itself.",
    public=True,
)
def forward(submission, draw):
    return [submission.max_pool2d(draw.normal(2, 4, 6, 3), 2), submission.max_pool2d(draw.normal(1, 6, 9, 2), 3)]


@case(
    "Backward: the gradient goes to where the largest value was",
    points=2,
    hint="One place of each window gets the window's gradient; the others get 0.",
    public=True,
)
def backward(submission, draw):
    seen = []
    for shape, size in (((2, 4, 6, 3), 2), ((1, 6, 9, 2), 3)):
        x, grad = pair(draw, shape, size)
        seen.append(submission.max_pool2d_backward(grad, x, size))
    return seen


@case(
    "Incomplete windows are dropped",
    points=1.5,
    hint="(H - size) // stride + 1 windows fit; the rows and columns left over get gradient 0.",
)
def left_over(submission, draw):
    seen = {}
    for shape, size, stride in (((2, 5, 7, 2), 2, None), ((1, 8, 10, 3), 3, None), ((2, 9, 6, 2), 2, 3)):
        seen[f"{shape[1]} by {shape[2]}, size {size}"] = both(
            submission, *pair(draw, shape, size, stride), size, stride
        )
    return seen


@case(
    "Overlapping windows",
    points=2,
    hint="A place may be the largest of several windows: its gradients add up.",
)
def overlapping(submission, draw):
    seen = {}
    for shape, size, stride in (((2, 5, 6, 2), 2, 1), ((1, 7, 8, 3), 3, 1), ((2, 8, 7, 2), 3, 2), ((1, 6, 9, 2), 4, 3)):
        x, grad = pair(draw, shape, size, stride)
        x[:, shape[1] // 2, shape[2] // 2] = 5.0  # the largest of all windows that hold it
        seen[f"size {size}, stride {stride}"] = both(submission, x, grad, size, stride)
    return seen


@case(
    "Negative values",
    points=1,
    hint="Nothing may start from 0: the largest of negative numbers is negative.",
)
def negative(submission, draw):
    shape, size = (2, 5, 6, 3), 2
    grad = pair(draw, shape, size)[1]
    low = both(submission, draw.uniform(*shape, low=-9, high=-1), grad, size)
    huge = both(submission, draw.uniform(*shape, low=1, high=9) - 1e8, grad, size)  # alike in float32
    return {"below zero": low, "far below zero": huge}


@case(
    "Equal values: one of them gets the gradient",
    points=1.5,
    hint="x == maximum is true at several places; argmax names one.",
)
def ties(submission, draw):
    seen = []
    for size, height, width in ((2, 4, 6), (3, 6, 10)):
        grad = draw.uniform(2, height // size, width // size, 2, low=0.5, high=2.0)
        few = draw.integers(0, 2, 2, height, width, 2).astype(float)
        given = (np.zeros((2, height, width, 2)), few, -few)
        seen += [{"x": x, "grad": grad, "dx": submission.max_pool2d_backward(grad, x, size)} for x in given]
    return seen


@case(
    "Windows and images of unusual sizes",
    points=1,
    hint="stride=None means the size; a stride of its own counts even where the size is 1.",
)
def corners(submission, draw):
    seen = {}
    for name, (image, size, stride) in CORNERS.items():
        x, grad = pair(draw, (3, *image, 2), size, stride)
        seen[name] = {
            "out": submission.max_pool2d(x, size=size, stride=stride),
            "dx": submission.max_pool2d_backward(grad, x, size=size, stride=stride),
        }
    return seen


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="Mark nothing in x, write nothing into grad, and return new arrays, for size 1 too.",
)
def inputs_left_alone(submission, draw):
    turned = draw.normal(2, 3, 7, 6).transpose(0, 3, 2, 1)
    cut = draw.normal(2, 12, 9, 4)[:, ::2, 1:8, ::-2]
    seen = {}
    for name, x, size, stride in (("turned", turned, 2, 1), ("cut", cut, 3, 2), ("size 1", turned, 1, None)):
        rows, columns = side(6, size, stride), side(7, size, stride)
        grad = draw.normal(2, x.shape[3], columns, rows).transpose(0, 3, 2, 1)
        results = both(submission, x, grad, size, stride)
        for result in results.values():
            if isinstance(result, np.ndarray) and (np.shares_memory(result, x) or np.shares_memory(result, grad)):
                raise Fault("a result lies in the memory of an argument: it has to be a new array")
        seen[name] = {**results, "x afterwards": x, "grad afterwards": grad}
    return seen


@case(
    "Each call for itself",
    points=1,
    hint="The backward pass finds the largest values in the x that it is given, not in that of the last forward pass.",
)
def call_after_call(submission, draw):
    x, grad = pair(draw, (2, 5, 6, 2), 2)
    other = draw.normal(2, 5, 6, 2)
    seen = [submission.max_pool2d_backward(grad, x, 2)]
    seen += [submission.max_pool2d(x, 2), submission.max_pool2d(other, 2), submission.max_pool2d_backward(grad, x, 2)]
    x[...], grad[...] = draw.normal(*x.shape), draw.normal(*grad.shape)
    seen += [submission.max_pool2d(x, 2), submission.max_pool2d_backward(grad, x, 2)]
    seen += [submission.max_pool2d_backward(grad, other, 2), submission.max_pool2d(other, 3)]
    return seen
