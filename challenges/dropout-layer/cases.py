"""What Dropout is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import case

RATES = (0.15, 0.35, 0.65, 0.85)  # not 0.5, at which p and 1 - p are one; 1/(1 - p) has no end in binary
LARGE = {"matrix": (64, 50), "three dimensions": (12, 10, 14), "four": (6, 8, 4, 10), "one dimension": (900,)}
SMALL = {"a small matrix": (4, 10), "one element": (1,), "two elements": (2,), "rows of two": (3, 2)}


def clear(draw: Any, *shape: int) -> Any:
    """Inputs without zeros, so that a result tells what was dropped."""
    drawn = draw.rng.uniform(-1.5, 1.5, shape)
    return draw.tensor(drawn + np.copysign(0.5, drawn))


def generator(draw: Any) -> np.random.Generator:
    """A generator for a layer, seeded by the draw."""
    return np.random.default_rng(draw.integer(0, 1 << 62))


def layer(submission: Any, draw: Any, p: float) -> Any:
    """A Dropout that draws from a generator of its own."""
    return submission.Dropout(p, generator(draw))


@case(
    "Training drops some elements and scales the others",
    points=1.5,
    hint="An element is either 0 or x / (1 − p): the survivors are scaled up while training.",
    public=True,
)
def training(submission, draw):
    x, p = clear(draw, 6, 40), draw.choice(RATES)
    return {"x": x, "p": p, "out": layer(submission, draw, p).forward(x)}


@case(
    "Evaluation and p = 0 change nothing",
    points=1,
    hint="With training=False, or p = 0, forward returns its input, and backward its gradient.",
    admits=("copy",),
    because="the identity gives back its input",
)
def identity(submission, draw):
    x, g, p = draw.normal(5, 7), draw.normal(5, 7), draw.choice(RATES)
    evaluated, off = layer(submission, draw, p), submission.Dropout(p=0)
    return {
        "evaluation": [evaluated.forward(x, training=False), evaluated.backward(g)],
        "evaluation, positional": evaluated.forward(x, False),
        "p = 0": [off.forward(x), off.backward(g), off.forward(x, training=False)],
        "p = 0.0": submission.Dropout(0.0, generator(draw)).forward(x, training=True),
    }


@case("Defaults: p is 0.5, and forward trains", points=0.5, hint="Dropout(p=0.5, rng=None), forward(x, training=True).")
def defaults(submission, draw):
    x = clear(draw, 30, 25)
    return {"x": x, "p": 0.5, "out": submission.Dropout().forward(x)}


@case("How many are dropped", points=1, draws=4, hint="p is the probability of dropping, not of keeping.")
def share(submission, draw):
    x, p = clear(draw, 80, 50), RATES[draw.index]
    return {"x": x, "p": p, "out": layer(submission, draw, p).forward(x)}


@case(
    "Each element by itself",
    points=2,
    draws=3,
    hint="One random number for each element: neither one for a row or a column, nor a fixed number of survivors.",
)
def each_by_itself(submission, draw):
    p = (0.3, 0.5, 0.7)[draw.index]
    dropout = layer(submission, draw, p)
    large = {name: clear(draw, *shape) for name, shape in LARGE.items()}
    small = {name: clear(draw, *shape) for name, shape in SMALL.items()}
    return {
        "p": p,
        "large": {name: {"x": x, "out": dropout.forward(x)} for name, x in large.items()},
        "small": {
            name: {"x": x, "outs": np.stack([dropout.forward(x) for _ in range(80)])} for name, x in small.items()
        },
    }


@case(
    "Anew at each forward",
    points=1.5,
    hint="Draw in forward, from a generator that goes on: one made or seeded in forward repeats itself.",
)
def anew(submission, draw):
    x, p = clear(draw, 20, 15), draw.choice((0.35, 0.5, 0.6))
    given, own = layer(submission, draw, p), submission.Dropout(p)
    outs = {"a generator given": [given.forward(x) for _ in range(3)], "none given": [own.forward(x) for _ in range(3)]}
    given.forward(x, training=False)
    given.forward(clear(draw, 3, 4))
    given.backward(clear(draw, 3, 4))
    outs["a generator given"].append(given.forward(x))
    for _ in range(2):  # a generator that evaluation sets back would repeat itself
        given.forward(x, training=False)
        outs["a generator given"].append(given.forward(x))
    return {"x": x, "p": p, "outs": outs}


@case(
    "Backward uses forward's mask",
    points=2,
    hint="The gradient is grad times what forward multiplied x by: the same zeros, the same scale, nothing drawn anew.",
)
def backward(submission, draw):
    seen: dict[str, Any] = {"p": draw.choice(RATES)}
    dropout = layer(submission, draw, seen["p"])
    for name, shape in (("matrix", (19, 13)), ("another matrix", (13, 19)), ("three dimensions", (4, 3, 7))):
        x, g, h = clear(draw, *shape), draw.normal(*shape), draw.normal(*shape)
        seen[name] = {"x": x, "g": g, "h": h, "out": dropout.forward(x), "dx": dropout.backward(g)}
        seen[name]["dx again"] = dropout.backward(h)
    return seen


@case(
    "Backward is for the latest forward",
    points=1.5,
    hint="Every forward sets what backward uses: after an evaluation forward nothing is masked any more.",
)
def latest(submission, draw):
    p, shape = draw.choice(RATES), (8, 11)
    dropout, other = layer(submission, draw, p), layer(submission, draw, p)
    xs, g = [clear(draw, *shape) for _ in range(3)], clear(draw, *shape)
    dropout.forward(xs[0])
    second = dropout.forward(xs[1])
    other.forward(xs[0])  # another layer's mask is no business of this one
    after_second = dropout.backward(g)
    dropout.forward(xs[0], training=False)
    after_evaluation = dropout.backward(g)
    third = dropout.forward(xs[2])
    return {
        "p": p,
        "g": g,
        "after two": {"x": xs[1], "out": second, "dx": after_second},
        "after an evaluation": after_evaluation,
        "after training again": {"x": xs[2], "out": third, "dx": dropout.backward(g)},
    }


@case(
    "Inputs that are zero",
    points=1,
    hint="Remember what was drawn: `out != 0` takes an input of 0 for a dropped one, and stops its gradient.",
)
def zero_inputs(submission, draw):
    x, g, p = np.maximum(clear(draw, 30, 40), 0), clear(draw, 30, 40), draw.choice((0.35, 0.6))
    dropout = layer(submission, draw, p)
    return {"x": x, "g": g, "p": p, "out": dropout.forward(x), "dx": dropout.backward(g)}


@case(
    "Generators",
    points=1.5,
    hint="All numbers come from the rng that was given. Without one, each layer makes its own, without a seed.",
)
def generators(submission, draw):
    x, p, seed = clear(draw, 20, 15), 0.5, draw.integer(0, 1 << 62)

    def run(rng: Any) -> list[Any]:
        dropout = submission.Dropout(p=p, rng=rng)
        first = dropout.forward(x)
        dropout.forward(x, training=False)
        dropout.backward(x)
        return [first, dropout.forward(x)]

    outs = {"a seed": run(np.random.default_rng(seed)), "the same": run(np.random.default_rng(seed))}
    outs["other seeds"] = [run(np.random.default_rng(seed + k))[0] for k in range(1, 9)]
    outs |= {"none": run(None), "none again": run(None)}
    shared = np.random.default_rng(seed + 9)
    left, right = submission.Dropout(p, shared), submission.Dropout(p, shared)
    outs["two layers, one generator"] = [left.forward(x), right.forward(x)]
    left, right = submission.Dropout(p), submission.Dropout(p)
    outs["two layers, no generator"] = [left.forward(x), right.forward(x)]
    return {"x": x, "p": p, "outs": outs}


@case(
    "Any p below 0, or from 1 up, is refused",
    points=1,
    draws=1,
    hint="raise ValueError in __init__; 1 itself is outside, 0 is not.",
)
def range_of_p(submission, draw):
    above, below, inside = (float(draw.rng.uniform(*ends)) for ends in ((1, 9), (-9, 0), (0, 1)))
    answers = {}
    for name, p in {
        "p = 1": 1, "p = 1.0": 1.0, "p just above 1": 1.0001, "p above 1": above, "p just below 0": -0.0001,
        "p below 0": below, "p = 0": 0, "p just below 1": 0.9999, "p inside": inside,
    }.items():  # fmt: skip
        try:
            submission.Dropout(p)
            answers[name] = "no error"
        except ValueError:
            answers[name] = "ValueError"
    return answers


@case(
    "Any shape, and all else left alone",
    points=1.5,
    hint="Write neither into x nor into grad, and make every result a new array: an earlier one must not change later.",
)
def left_alone(submission, draw):
    p = draw.choice(RATES)
    dropout = layer(submission, draw, p)
    seen: dict[str, Any] = {"p": p}
    for name, x in {
        "one dimension": clear(draw, 30), "one row": clear(draw, 1, 35), "four dimensions": clear(draw, 2, 3, 4, 5),
        "transposed": clear(draw, 9, 6).T, "stepped": clear(draw, 6, 14)[:, ::2], "one element": clear(draw, 1, 1),
    }.items():  # fmt: skip
        g = clear(draw, *x.shape[::-1]).T
        before = {"x": x.copy(), "g": g.copy()}
        out = dropout.forward(x)
        dx = dropout.backward(g)
        kept = {"out": np.array(out), "dx": np.array(dx)}
        dropout.forward(-x)
        dropout.backward(2 * g)
        seen[name] = {"before": before, "after": {"x": x, "g": g}, "then": kept, "later": {"out": out, "dx": dx}}
    return seen
