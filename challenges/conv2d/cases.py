"""What conv2d is run on. Observations only. No two sizes are equal where a mix-up could hide behind that."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

MISMATCHES = ((1, 3), (3, 1), (2, 3), (4, 2), (1, 2))  # channels of the image, and of the kernel
CORNERS = {  # (H, W), (kh, kw), stride, padding
    "one by one kernel": ((4, 5), (1, 1), 1, 0),
    "one by one kernel, stride 2": ((5, 4), (1, 1), 2, 0),
    "kernel as large as the image": ((3, 4), (3, 4), 1, 0),
    "kernel larger than the image": ((2, 3), (4, 5), 1, 2),
    "kernel as large as the padded image": ((2, 1), (4, 3), 3, 1),
    "one row": ((1, 6), (1, 3), 1, 0),
    "one column": ((7, 1), (3, 1), 2, 0),
    "a single pixel": ((1, 1), (3, 3), 1, 1),
    "more padding than kernel": ((3, 2), (1, 2), 2, 3),
    "stride larger than the kernel": ((7, 8), (2, 1), 3, 0),
    "tall kernel": ((8, 3), (5, 2), 1, 0),
    "padding larger than the image": ((2, 3), (2, 2), 1, 4),
}


def pair(draw: Any, image: tuple[int, int], window: tuple[int, int], batch: int, channels: int, filters: int) -> Any:
    """An image batch and a kernel of these sizes."""
    return draw.normal(batch, *image, channels), draw.normal(*window, channels, filters)


@case(
    "One channel, stride 1, no padding",
    points=1,
    hint="At each place: the sum of the products of the kernel with what lies under it. The kernel is not flipped.",
    public=True,
)
def one_channel(submission, draw):
    return submission.conv2d(*pair(draw, (5, 6), (2, 3), 1, 1, 1))


@case(
    "Several images, channels and filters",
    points=2,
    hint="Every filter sums over all input channels; images of a batch know nothing of each other.",
    public=True,
)
def channels(submission, draw):
    wide = submission.conv2d(*pair(draw, (6, 5), (3, 2), 4, 3, 2))
    tall = submission.conv2d(*pair(draw, (4, 7), (2, 3), 2, 2, 5))
    single = submission.conv2d(*pair(draw, (5, 4), (3, 3), 1, 4, 1))
    return {"3 channels, 2 filters": wide, "2 channels, 5 filters": tall, "one image, one filter": single}


@case(
    "Stride",
    points=1.5,
    hint="Window r begins at row r · stride; what no whole window reaches at the far edge is left out.",
)
def stride(submission, draw):
    seen = {}
    for step, image, window in ((2, (7, 8), (3, 2)), (2, (6, 5), (3, 3)), (3, (8, 11), (2, 4)), (4, (9, 6), (3, 5))):
        seen[f"stride {step}, image {image}"] = submission.conv2d(*pair(draw, image, window, 2, 2, 3), step)
    return seen


@case("Zero padding", points=1.5, hint="Zeros on all four sides of each image, and none before the first channel.")
def padding(submission, draw):
    seen = {}
    for width, image, window in ((1, (4, 5), (3, 3)), (2, (3, 6), (3, 2)), (3, (5, 2), (2, 5))):
        x, kernel = pair(draw, image, window, 2, 3, 2)
        seen[f"padding {width}"] = submission.conv2d(x, kernel, padding=width)
    return seen


@case(
    "Stride and padding together",
    points=2,
    hint="Pad first; the windows are then counted in the padded image: (H + 2p - kh) // stride + 1.",
)
def together(submission, draw):
    seen = {}
    for step, width in ((2, 1), (3, 2), (2, 3), (3, 1)):
        image = draw.integer(5, 8), draw.integer(8, 11)
        x, kernel = pair(draw, image, (3, 2), 2, 2, 3)
        seen[f"stride {step}, padding {width}, by name"] = submission.conv2d(x, kernel, stride=step, padding=width)
        seen[f"stride {step}, padding {width}, by position"] = submission.conv2d(x, kernel, step, width)
    return seen


@case(
    "Kernels and images of unusual sizes",
    points=1,
    hint="Nothing may depend on the kernel being square, odd, small, or smaller than the image without its padding.",
)
def corners(submission, draw):
    return {
        name: submission.conv2d(*pair(draw, image, window, 3, 2, 2), step, width)
        for name, (image, window, step, width) in CORNERS.items()
    }


@case(
    "Different numbers of channels raise ValueError",
    points=1,
    hint="Compare x.shape[-1] with kernel.shape[2] yourself: broadcasting makes a 1 fit anything.",
    admits=("zeros", "copy", "first", "constant"),
    because="a ValueError is all there is to see",
)
def mismatch(submission, draw):
    for image, kernel in MISMATCHES:
        try:
            submission.conv2d(draw.normal(2, 5, 6, image), draw.normal(3, 2, kernel, 4), draw.integer(1, 3), 1)
        except ValueError:
            continue
        raise Fault(f"an image with {image} channels and a kernel for {kernel} should raise a ValueError")
    submission.conv2d(draw.normal(2, 5, 6, 3), draw.normal(3, 2, 3, 4))  # and what fits must not
    return "ValueError, each time"


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="No `x *= ...`, no writing into the padded array if it may be x itself, no .shape = or .resize on arguments.",
)
def inputs_left_alone(submission, draw):
    turned = draw.normal(2, 2, 6, 5).transpose(0, 3, 2, 1)
    cut = draw.normal(4, 9, 12, 4)[1:3, ::2, 2:-3, ::-2]
    kernel = draw.normal(3, 2, 3, 2).transpose(1, 0, 3, 2)
    seen = {}
    for name, x, step, width in (("turned", turned, 1, 0), ("cut", cut, 2, 1), ("cut, unpadded", cut, 1, 0)):
        out = submission.conv2d(x, kernel, step, width)
        if isinstance(out, np.ndarray) and (np.shares_memory(out, x) or np.shares_memory(out, kernel)):
            raise Fault("the result lies in the memory of an argument: it has to be a new array")
        seen[name] = {"result": out, "x afterwards": x, "kernel afterwards": kernel}
    return seen


@case(
    "Each call for itself",
    points=1,
    hint="Keep nothing between calls: no buffer of an earlier shape, no result remembered by its arguments.",
)
def call_after_call(submission, draw):
    x, kernel = pair(draw, (5, 6), (2, 3), 2, 2, 3)
    seen = [submission.conv2d(x, kernel, 1, 1)]
    x[...], kernel[...] = draw.normal(*x.shape), draw.normal(*kernel.shape)
    seen += [submission.conv2d(x, kernel, 1, 1), submission.conv2d(x, kernel, 2, 1), submission.conv2d(x, kernel)]
    seen.append(submission.conv2d(x, draw.normal(3, 4, 2, 3), 1, 1))  # the same image, another size of kernel
    seen.append(submission.conv2d(*pair(draw, (4, 3), (2, 2), 1, 2, 3), 1, 1))
    return seen
