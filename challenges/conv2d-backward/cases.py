"""What conv2d_backward is run on. Observations only. No two sizes are equal where a mix-up could hide behind that."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

CORNERS = {  # (H, W), (kh, kw), stride, padding
    "one by one kernel": ((4, 5), (1, 1), 1, 0),
    "kernel as large as the image": ((3, 4), (3, 4), 1, 0),
    "kernel larger than the image": ((2, 3), (4, 5), 1, 2),
    "kernel as large as the padded image": ((2, 1), (4, 3), 3, 1),
    "one row": ((1, 6), (1, 3), 1, 0),
    "one column": ((7, 1), (3, 1), 2, 0),
    "a single pixel": ((1, 1), (3, 3), 1, 1),
    "more padding than kernel": ((3, 2), (1, 2), 2, 3),
}


def arrays(
    draw: Any,
    image: tuple[int, int],
    window: tuple[int, int],
    sizes: tuple[int, int, int],
    step: int = 1,
    width: int = 0,
) -> tuple[Any, Any, Any]:
    """grad, x and kernel that fit each other; `sizes` are batch, Cin and Cout."""
    batch, channels, filters = sizes
    rows, columns = ((side + 2 * width - size) // step + 1 for side, size in zip(image, window, strict=True))
    x, kernel = draw.normal(batch, *image, channels), draw.normal(*window, channels, filters)
    return draw.normal(batch, rows, columns, filters), x, kernel


def named(results: Any) -> dict[str, Any]:
    """The pair by its names. Fault if it is no pair."""
    if not isinstance(results, (tuple, list)) or len(results) != 2:
        raise Fault("conv2d_backward has to return two arrays: dx and dkernel")
    return {"dx": results[0], "dkernel": results[1]}


@case(
    "One image, one channel, stride 1",
    points=1.5,
    hint="Windows overlap: a pixel's gradient is the sum over all windows that cover it.",
    public=True,
)
def one_channel(submission, draw):
    return named(submission.conv2d_backward(*arrays(draw, (5, 6), (2, 3), (1, 1, 1))))


@case(
    "Several images, channels and filters",
    points=2,
    hint="dkernel sums over images and windows, dx over the filters; nothing is divided by the batch size.",
)
def channels(submission, draw):
    seen = {}
    for image, window, sizes in (((6, 5), (3, 2), (4, 3, 2)), ((4, 7), (2, 3), (2, 2, 5)), ((5, 4), (3, 3), (3, 4, 1))):
        seen[f"{sizes[1]} channels, {sizes[2]} filters"] = named(
            submission.conv2d_backward(*arrays(draw, image, window, sizes))
        )
    return seen


@case(
    "Stride, with left-over rows and columns",
    points=2,
    hint="Window r sends its gradient to the rows from r · stride on. What no window reaches keeps a gradient of 0.",
)
def stride(submission, draw):
    seen = {}
    for step, image, window in ((2, (8, 7), (3, 2)), (2, (6, 7), (3, 3)), (3, (8, 12), (2, 4)), (4, (9, 6), (3, 5))):
        given = arrays(draw, image, window, (2, 2, 3), step)
        seen[f"stride {step}, image {image}"] = named(submission.conv2d_backward(*given, step))
    return seen


@case(
    "Stride larger than the kernel",
    points=1,
    hint="Between such windows lie pixels that none of them covers.",
)
def gaps(submission, draw):
    seen = {}
    for step, image, window in ((3, (7, 8), (2, 1)), (2, (5, 6), (1, 1)), (5, (11, 9), (1, 3))):
        given = arrays(draw, image, window, (2, 3, 2), step)
        seen[f"stride {step}, kernel {window}"] = named(submission.conv2d_backward(*given, step))
    return seen


@case(
    "Padding",
    points=1.5,
    hint="Work on the padded image and cut the padding's gradient off at the end, also where the padding is 0.",
)
def padding(submission, draw):
    seen = {}
    for width, image, window in ((1, (4, 5), (3, 3)), (2, (3, 6), (3, 2)), (3, (5, 2), (2, 5))):
        given = arrays(draw, image, window, (2, 3, 2), 1, width)
        seen[f"padding {width}"] = named(submission.conv2d_backward(*given, padding=width))
    return seen


@case(
    "Stride and padding together",
    points=2,
    hint="The windows are counted in the padded image, and so are the rows that are left over.",
)
def together(submission, draw):
    seen = {}
    for step, width in ((2, 1), (3, 2), (2, 3), (3, 1)):
        image = draw.integer(5, 8), draw.integer(8, 11)
        given = arrays(draw, image, (3, 2), (2, 2, 3), step, width)
        name = f"stride {step}, padding {width}"
        seen[f"{name}, by name"] = named(submission.conv2d_backward(*given, stride=step, padding=width))
        seen[f"{name}, by position"] = named(submission.conv2d_backward(*given, step, width))
    return seen


@case(
    "Kernels and images of unusual sizes",
    points=1,
    hint="Nothing may depend on the kernel being square, odd, small, or smaller than the image without its padding.",
)
def corners(submission, draw):
    return {
        name: named(
            submission.conv2d_backward(*arrays(draw, image, window, (3, 2, 2), step, width), stride=step, padding=width)
        )
        for name, (image, window, step, width) in CORNERS.items()
    }


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="No `x *= ...` or `grad *= ...`, and no result that is a view of an argument.",
)
def inputs_left_alone(submission, draw):
    x = draw.normal(2, 2, 6, 5).transpose(0, 3, 2, 1)
    kernel = draw.normal(3, 2, 3, 2).transpose(1, 0, 3, 2)
    seen = {}
    for step, width in ((1, 0), (2, 1), (2, 0)):
        rows, columns = (5 + 2 * width - 2) // step + 1, (6 + 2 * width - 3) // step + 1
        grad = draw.normal(2, 3, columns, rows).transpose(0, 3, 2, 1)
        results = named(submission.conv2d_backward(grad, x, kernel, step, width))
        for result in results.values():
            if isinstance(result, np.ndarray) and any(np.shares_memory(result, given) for given in (grad, x, kernel)):
                raise Fault("a result lies in the memory of an argument: it has to be a new array")
        seen[f"stride {step}, padding {width}"] = {
            **results,
            "grad afterwards": grad,
            "x afterwards": x,
            "kernel afterwards": kernel,
        }
    return seen


@case(
    "Each call for itself",
    points=1,
    hint="Keep nothing between calls: no buffer, no gradients added to those of the call before.",
)
def call_after_call(submission, draw):
    grad, x, kernel = arrays(draw, (5, 6), (2, 3), (2, 2, 3))
    seen = [named(submission.conv2d_backward(grad, x, kernel))]
    for given in (grad, x, kernel):
        given[...] = draw.normal(*given.shape)
    seen += [named(submission.conv2d_backward(grad, x, kernel)), named(submission.conv2d_backward(grad, x, kernel))]
    taller = draw.normal(2, 3, 5, 3), x, draw.normal(3, 2, 2, 3)  # the same image, another size of kernel
    seen.append(named(submission.conv2d_backward(*taller)))
    seen.append(named(submission.conv2d_backward(*arrays(draw, (4, 3), (2, 3), (1, 2, 3), 1, 1), 1, 1)))
    return seen
