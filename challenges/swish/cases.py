"""What Swish is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from dlexam.grading.kit import Fault, case

HALF = ("float16", "bfloat16")
PRECISE = ("float32", "float64")
SHAPES = ((1,), (7,), (1, 5), (2, 1, 3), (2, 3, 4, 5), (0,))
# where formulas with an exponential of their own overflow: float16 from 11.1, float32 from 88.7, float64 from 709.8
OVERFLOWS = (11.5, 12.5, 30.0, 88.0, 90.0, 105.0, 700.0, 720.0, 750.0, 9000.0, 10000.0)


def build(submission: Any, draw: Any) -> nn.Module:
    """A Swish where the inputs are."""
    module = submission.Swish()
    if not isinstance(module, nn.Module):
        raise Fault("Swish() is not a torch.nn.Module: write class Swish(nn.Module)")
    return module.to(draw.device, draw.dtype)


def with_zero(x: torch.Tensor) -> torch.Tensor:
    """The same numbers, but for an exact 0: there x·|x|-like formulas lose their derivatives."""
    x[0, 0] = 0
    return x


@case(
    "Values equal x · sigmoid(x)",
    points=1,
    hint="Each element is multiplied by its own sigmoid: swish(1) = 0.7311, swish(-1) = -0.2689.",
    public=True,
    draws=2,
    spread=True,
)
def values(submission, draw):
    return build(submission, draw)(draw.normal(5, 7, std=2))


@case(
    "Any shape: no dimensions, no elements, one, many",
    points=1,
    hint="Work elementwise: nothing in forward should depend on how many dimensions or elements there are.",
    draws=2,
    spread=True,
    scale=1.0,
    because="a lone gradient may be next to zero, where rounding is all that is left of it",
)
def shapes(submission, draw):
    module = build(submission, draw)
    trained = [draw.gradients(module, draw.normal(*shape)) for shape in ((), (3, 0, 2))]
    return {"values": [module(draw.normal(*shape)) for shape in SHAPES], "trained": trained}


@case(
    "Half precision in, half precision out",
    points=1,
    hint="The result has the input's dtype: after computing in float32, go back with .to(x.dtype).",
    draws=2,
    spread=True,
    dtypes=HALF,
    scale=1.0,
    because="computed in half, 1 + tanh cancels where swish is small: as right as rounding once",
)
def half_precision(submission, draw):
    module = build(submission, draw)
    unmoved = submission.Swish().to(draw.device)  # the input alone decides the precision
    moved = [module(draw.normal(*shape, std=1.5)) for shape in ((6, 5), (1, 9), (2, 3, 4), ())]
    return [*moved, unmoved(draw.normal(5)), unmoved(draw.normal())]


@case(
    "The gradient is right",
    points=1.5,
    hint="f' = s + x·s·(1 - s): both factors must stay in the graph, without detach, .data, numpy or no_grad.",
    draws=2,
    spread=True,
)
def gradients(submission, draw):
    module = build(submission, draw)

    def residual(x):
        hidden = 1.5 * x
        return module(hidden) + hidden

    return {
        "swish alone": draw.gradients(module, with_zero(draw.normal(6, 5, std=2))),
        "swish(h) + h": draw.gradients(residual, draw.normal(1, 8, std=2)),
    }


@case(
    "Half precision trains too",
    points=1,
    hint="The gradient must pass through a float16 or bfloat16 input as well; it is judged within a tenth.",
    draws=2,
    spread=True,
    dtypes=HALF,
    scale=1.0,
    because="computed in half, 1 + tanh cancels where swish is small: as right as rounding once",
)
def half_gradients(submission, draw):
    return draw.gradients(build(submission, draw), draw.normal(6, 5, std=1.5))


@case(
    "The gradient of the gradient is right",
    points=1,
    hint="In an autograd.Function, save x itself, and write backward with differentiable tensor operations on it.",
    draws=2,
    spread=True,
    scale=3.0,
    because="rounding grows with x and both cotangents, though the second derivative itself fades out",
)
def second_derivatives(submission, draw):
    module = build(submission, draw)
    return {
        "swish alone": draw.gradients(module, with_zero(draw.normal(4, 5, std=2)), second=True),
        "swish squared": draw.gradients(lambda x: module(x) ** 2, with_zero(draw.normal(3, 4)), second=True),
    }


@case(
    "Finite up to ±10,000, value and gradient",
    points=1,
    hint="exp of a large number is inf, and inf·0 in backward is NaN, also in the branch that torch.where drops.",
    draws=4,
    spread=True,
    dtypes=HALF + PRECISE,
)
def large_values(submission, draw):
    edges = draw.tensor([[magnitude, -magnitude] for magnitude in OVERFLOWS])
    spread = draw.uniform(12, 2, low=-10000, high=10000)
    middle = draw.uniform(12, 2, low=-120, high=120)
    return draw.gradients(build(submission, draw), torch.cat([edges, spread, middle]))


@case(
    "Works on views, and leaves its input alone",
    points=1,
    hint="No in-place operation on x (mul_, x *= ..., inplace=True), and no .view(...): a transposed tensor has none.",
    draws=2,
    spread=True,
)
def inputs_left_alone(submission, draw):
    module = build(submission, draw)
    wide = draw.normal(4, 9)
    views = [
        draw.normal(3, 5),
        draw.normal(4, 6).t(),
        draw.strided(3, 5),
        wide[1:, ::2],
        draw.normal(3, 1).expand(3, 4),
    ]
    results = torch.cat([module(x).reshape(-1) for x in views])
    vjp = draw.gradients(lambda x: module(x.transpose(0, 2)[..., ::2]), draw.normal(5, 2, 3))
    afterwards = torch.cat([x.reshape(-1) for x in [*views, wide]])
    return {"results": results, "inputs afterwards": afterwards, "gradient through a view": vjp}


@case(
    "A module like any other, call after call",
    points=1,
    hint="Keep nothing between calls: each result depends on that call's x alone. nn.Module does the rest.",
    draws=2,
    spread=True,
)
def in_a_network(submission, draw):
    layer = draw.fill(nn.Linear(3, 5))
    swish, other = build(submission, draw), build(submission, draw)
    other.load_state_dict(swish.state_dict())
    network = nn.Sequential(swish, layer, other)
    x, y = draw.normal(4, 3), draw.normal(4, 3)
    buffer = x.clone()
    calls = [swish(x), swish(y), other(y), swish(buffer)]
    buffer.copy_(y)  # same tensor, same memory, other numbers
    calls += [swish(buffer), swish.eval()(x), swish.train()(y)]
    build(submission, draw).load_state_dict(swish.state_dict())  # calls leave nothing behind in it
    unmoved = submission.Swish().to(draw.device)(x)  # the input alone decides the precision
    swish.eval()
    shared = draw.gradients(lambda a, b: swish(a) - 2 * swish(b), draw.normal(2, 3), draw.normal(2, 3))
    swish.train()
    trained = draw.gradients(network, draw.normal(6, 3), params=layer)
    with torch.no_grad():
        return {
            "calls in turn": torch.stack([*calls, unmoved]),
            "two calls, one backward, in evaluation mode": shared,
            "in a network": trained,
            "without grad": network(x),
        }


@case(
    "The work stays on the device",
    points=0.5,
    hint="Tensor operations on x itself, wherever it is: no .cpu(), .numpy() or .tolist(), not even for a moment.",
    draws=1,
    dtypes=("float32",),
    devices=("accelerator",),
)
def stays_on_the_device(submission, draw):
    module = build(submission, draw)
    x, y = draw.normal(5, 7, std=2), draw.normal(6, 5)
    with draw.staying(reads=8):  # a look at x's largest element, say, in each call
        return {"values": module(x), "trained": draw.gradients(module, y)}
