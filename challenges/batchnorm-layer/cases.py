"""What BatchNorm is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import case

NO_EPS = 1e-12  # so small that its place in the formula can't be seen
LEARNED = ("gamma", "beta")
AVERAGES = ("running_mean", "running_var")


def batch(draw: Any, rows: int, features: int) -> Any:
    """Features with means and spreads of their own, none of them narrow."""
    spreads, means = draw.uniform(features, low=0.7, high=2.5), draw.uniform(features, low=-3, high=3)
    return draw.tensor(draw.rng.normal(size=(rows, features)) * spreads + means)


def layer(submission: Any, draw: Any, features: int, eps: float = NO_EPS, **more: Any) -> Any:
    """A BatchNorm that has learned something: gamma and beta are assigned."""
    made = submission.BatchNorm(features, eps=eps, **more)
    made.gamma = draw.uniform(features, low=0.5, high=2.0) * draw.rng.choice([-1.0, 1.0], features)
    made.beta = draw.normal(features)
    return made


def read(made: Any, *names: str) -> dict[str, Any]:
    """Copies of these attributes."""
    return {name: np.array(getattr(made, name)) for name in names}


def gradients(made: Any, grad: Any) -> dict[str, Any]:
    """What one backward gives and stores."""
    return {"dx": made.backward(grad), **read(made, "dgamma", "dbeta")}


@case("A new layer", points=0.5, hint="Four attributes of shape (F,): gamma, beta, running_mean and running_var.")
def new_layer(submission, draw):
    features = 3 + draw.index
    by_place, by_keyword = submission.BatchNorm(features), submission.BatchNorm(num_features=features + 2)
    return [read(made, *LEARNED, *AVERAGES) for made in (by_place, by_keyword)]


@case(
    "Training normalises each feature over the batch",
    points=1.5,
    hint="Mean and biased variance (divided by B) of each column: axis=0.",
    public=True,
)
def normalises(submission, draw):
    rows, features = draw.choice(((9, 4), (6, 3), (12, 5)))
    return submission.BatchNorm(features, eps=NO_EPS).forward(batch(draw, rows, features))


@case(
    "Scaled by gamma, shifted by beta", points=1, hint="gamma · x̂ + beta, with the values that the attributes have now."
)
def scale_and_shift(submission, draw):
    made = layer(submission, draw, 4)
    first = made.forward(batch(draw, 7, 4), training=True)
    made.gamma, made.beta = draw.normal(4), draw.normal(4)
    return {"first": first, "with other values": made.forward(batch(draw, 7, 4))}


@case(
    "Features far from zero",
    points=0.5,
    hint="The mean of the squares less the square of the mean: next to nothing is left of their digits. Centre first.",
)
def far_from_zero(submission, draw):
    made = layer(submission, draw, 4)
    x = batch(draw, 9, 4) + 1e5 * draw.rng.choice([-1.0, 1.0], 4)
    return {"out": made.forward(x), "dx": made.backward(draw.normal(9, 4) + 0.5)}


@case(
    "Running averages",
    points=2,
    hint="new = (1 − momentum) · old + momentum · batch, for the mean and for the variance, at each training forward.",
)
def running(submission, draw):
    momentum, features = draw.choice((0.05, 0.25, 0.7)), 4
    made = submission.BatchNorm(features, momentum, NO_EPS)
    if draw.index:
        made.running_mean, made.running_var = draw.normal(features), draw.uniform(features, low=0.5, high=3)
    seen, sizes = [read(made, *AVERAGES)], (6, 2, 11, 5)
    for size in sizes:
        made.forward(batch(draw, size, features))
        seen.append(read(made, *AVERAGES))
    return {"momentum": momentum, "sizes": list(sizes), **{k: np.stack([one[k] for one in seen]) for k in AVERAGES}}


@case(
    "Evaluation uses the running averages, and changes nothing",
    points=1.5,
    hint="With training=False, running_mean and running_var take the batch's place, and stay as they are.",
)
def evaluation(submission, draw):
    made = layer(submission, draw, 5)
    made.running_mean, made.running_var = draw.normal(5), draw.uniform(5, low=0.3, high=4)
    outs = [made.forward(batch(draw, 6, 5), training=False), made.forward(batch(draw, 3, 5), False)]
    return {"results": outs, "afterwards": read(made, *LEARNED, *AVERAGES)}


@case(
    "Training first, then evaluation",
    points=1,
    hint="What training writes to running_mean and running_var is what evaluation reads.",
)
def train_then_evaluate(submission, draw):
    made = layer(submission, draw, 3, momentum=0.6)
    made.forward(batch(draw, 7, 3))
    made.forward(batch(draw, 5, 3))
    x = batch(draw, 6, 3)
    seen = {"x": x, **read(made, *LEARNED)}
    for name in ("after two batches", "after three"):
        seen[name] = {"averages": read(made, *AVERAGES), "evaluation": made.forward(x, training=False)}
        seen[name]["training"] = made.forward(x)
    return seen


@case(
    "The gradient of the input",
    points=2.5,
    hint="Each x moves the mean and the variance too: dx has three parts. Test it with finite differences.",
)
def input_gradient(submission, draw):
    seen = []
    for rows, features in ((8, 5), (3, 4)):
        made = layer(submission, draw, features)
        made.forward(batch(draw, rows, features) if rows > 3 else spaced(draw, rows, features))
        seen.append(made.backward(draw.normal(rows, features) + 0.5))
    return seen


def spaced(draw: Any, rows: int, features: int) -> Any:
    """A small batch whose rows lie well apart in every feature."""
    steps = np.arange(rows)[:, None] * draw.uniform(features, low=1, high=2)
    return draw.tensor(steps + draw.rng.uniform(-0.3, 0.3, (rows, features)))


@case("The gradients of gamma and beta", points=1, hint="Sums over the batch: of grad · x̂, and of grad. No mean.")
def parameter_gradients(submission, draw):
    made = layer(submission, draw, 4)
    gamma = draw.normal(4) + 1.5
    gamma[draw.integer(0, 4)] = 0.0  # a feature that is switched off still learns
    made.gamma = gamma
    made.forward(batch(draw, 9, 4))
    grad = draw.normal(9, 4) + 0.5
    made.backward(grad)
    return {**read(made, "dgamma", "dbeta"), "attributes afterwards": read(made, *LEARNED)}


@case(
    "Backward is for the latest forward",
    points=1.5,
    hint="Each forward replaces what backward needs; each backward replaces dgamma and dbeta, and adds to nothing.",
)
def latest(submission, draw):
    made, other = layer(submission, draw, 4), layer(submission, draw, 4)
    made.forward(batch(draw, 9, 4))
    made.forward(batch(draw, 6, 4))
    other.forward(batch(draw, 6, 4))
    grad = draw.normal(6, 4)
    averages = read(made, *AVERAGES)
    seen = [gradients(made, grad), gradients(made, grad), gradients(made, draw.normal(6, 4))]
    kept = [np.array_equal(averages[name], getattr(made, name)) for name in AVERAGES]
    seen.append(gradients(other, draw.normal(6, 4)))
    made.forward(batch(draw, 9, 4))
    return {"gradients": [*seen, gradients(made, draw.normal(9, 4))], "backward leaves the averages alone": kept}


@case("Two layers", points=1, hint="Everything belongs to the instance: arrays made in __init__.")
def two_layers(submission, draw):
    left, right = submission.BatchNorm(3, 0.3, NO_EPS), submission.BatchNorm(3, 0.6, NO_EPS)
    left.forward(batch(draw, 5, 3))
    right.forward(batch(draw, 7, 3))
    means = {"left": read(left, "running_mean"), "right": read(right, "running_mean")}
    last = submission.BatchNorm(3, eps=NO_EPS)
    new = read(last, *LEARNED, *AVERAGES)
    seen = {"left": gradients(left, draw.normal(5, 3)), "right": gradients(right, draw.normal(7, 3))}
    return {"gradients": seen, "averages": means, "a third one": new}


@case(
    "Small spreads: eps, and the defaults",
    points=1,
    hint="eps is added to the variance, in forward, evaluation and backward. Defaults: 1e-5, and momentum 0.1.",
)
def eps_and_defaults(submission, draw):
    wide = batch(draw, 8, 3)
    made = submission.BatchNorm(3)
    made.forward(wide)
    seen = {"default momentum": read(made, "running_mean")}
    constant = np.array(wide)
    constant[:, 1] = 1.5
    made.beta = draw.normal(3)
    seen["constant feature"] = {"out": made.forward(constant)[:, 1]}
    for name, narrow, given in (("eps given", 1e-5, {"eps": 1.0}), ("eps left out", 1e-10, {})):
        made, x, grad = submission.BatchNorm(3, **given), draw.normal(8, 3, std=narrow), draw.normal(8, 3)
        seen[name] = {"out": made.forward(x), "dx": made.backward(grad)}
        seen["averages " + name] = read(made, *AVERAGES)
        made.running_mean, made.running_var = np.zeros(3), np.full(3, narrow**2)
        seen[name]["evaluation"] = made.forward(x, training=False)
    return {**seen, "eps as large as the variance": comparable(submission, draw)}


def comparable(submission: Any, draw: Any) -> dict[str, Any]:
    """What a layer gives whose eps is of its variances' size, and what it was given."""
    rows = (7, 2)[draw.index]
    made, x, grad = submission.BatchNorm(3, eps=1.0), spaced(draw, rows, 3), draw.normal(rows, 3) + 0.5
    seen = {"given": {"x": x, "grad": grad}, "out": made.forward(x), "dx": made.backward(grad)}
    made.running_mean, made.running_var = draw.normal(3), draw.uniform(3, low=0.4, high=2.5)
    seen["given"].update(read(made, *AVERAGES))
    return {**seen, "evaluation": made.forward(x, training=False)}


@case(
    "Small batches, views, and all else left alone",
    points=1.5,
    hint="Write neither into x, grad nor gamma. Every result is a new array, which no later call changes.",
    scale=1.0,
    because="with two rows the normalised batch is ±1 whatever x is, and dx is zero but for rounding",
)
def left_alone(submission, draw):
    seen = {}
    wide = draw.tensor(np.cumsum(1 + draw.rng.random((3, 8)), axis=0))
    for name, x in {
        "two rows": wide[:2, :5], "one feature": batch(draw, 6, 1), "transposed": batch(draw, 6, 9).T[:4],
        "every other": spaced(draw, 12, 6)[::2, ::2], "two rows, one feature": wide[1:, 7:],
    }.items():  # fmt: skip
        made = layer(submission, draw, x.shape[1])
        grad = draw.normal(*x.shape[::-1]).T
        out, dx = made.forward(x), made.backward(grad)
        then = [np.array(out), np.array(dx)]
        made.forward(x[::-1] * 2)
        made.backward(grad * 3)
        made.forward(x * 3, training=False)
        seen[name] = {"results": then, "later": [out, dx], "inputs": [x, grad], "learned": read(made, *LEARNED)}
    return seen
