"""What the initialisers are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlexam.grading.kit import case

WIDE, NARROW = (36, 420), (420, 36)  # fans far apart: exchanging them shows
FEW = (2, 3000)  # so few inputs that one more or less shows
SMALLEST, OFTEN = (1, 2), 1500  # here one more shows in the sum of the two fans
LAYERS = ((6, 11), (11, 4), (4, 9), (9, 5))
SHAPES = ((3, 8), (8, 3), (1, 5), (5, 1), (1, 1))

Make = Callable[[int, int, np.random.Generator], Any]


def generator(draw: Any) -> np.random.Generator:
    """A generator seeded by the draw."""
    return np.random.default_rng(draw.integer(0, 1 << 62))


def makers(submission: Any, std: float) -> dict[str, Make]:
    """The three random initialisers, called alike."""
    return {
        "normal": lambda fan_in, fan_out, rng: submission.normal(fan_in, fan_out, std, rng),
        "xavier_normal": submission.xavier_normal,
        "he_normal": submission.he_normal,
    }


def matrices(make: Make, draw: Any) -> dict[str, Any]:
    """Four matrices from one generator."""
    rng = generator(draw)
    sizes = {"wide": WIDE, "wide again": WIDE, "narrow": NARROW, "two inputs": FEW}
    return {name: make(*size, rng) for name, size in sizes.items()}


def smallest(make: Make, draw: Any, often: int = OFTEN) -> dict[str, Any]:
    """Many matrices for one input and two outputs, from one generator."""
    rng = generator(draw)
    return {"one input, many times": np.stack([make(*SMALLEST, rng) for _ in range(often)])}


@case("Zeros", points=0.5, hint="A new float64 array of shape (fan_in, fan_out).", draws=1)
def zeros(submission, draw):
    sizes = [(draw.integer(2, 9), draw.integer(10, 20)), (7, 1), (1, 4), (1, 1)]
    first = [submission.zeros(*size) for size in sizes]
    for made in first:
        made += 1.0  # the caller trains it
    named = submission.zeros(fan_in=3, fan_out=2)
    return {"trained": first, "new ones": [submission.zeros(*size) for size in sizes], "by keyword": named}


@case("Shapes", points=0.5, hint="(fan_in, fan_out): one row for each input, one column for each output.", public=True)
def shapes(submission, draw):
    seen = {}
    for name, make in makers(submission, 0.4).items():
        rng = generator(draw)
        seen[name] = [make(*shape, rng) for shape in (*SHAPES, (draw.integer(2, 9), draw.integer(10, 20)))]
    rng = generator(draw)
    seen["by keyword"] = [
        submission.normal(fan_in=2, fan_out=5, std=0.4, rng=rng),
        submission.xavier_normal(fan_in=2, fan_out=5, rng=rng),
        submission.he_normal(fan_in=2, fan_out=5, rng=rng),
    ]
    return seen


@case(
    "A plain normal has the given standard deviation", points=1.5, hint="std is a standard deviation, not a variance."
)
def normal(submission, draw):
    std = (0.02, 1.7)[draw.index] * float(draw.rng.uniform(0.8, 1.2))
    make = makers(submission, std)["normal"]
    return {"std": std, **matrices(make, draw), **smallest(make, draw, often=300)}


@case(
    "Xavier",
    points=2,
    draws=1,
    hint="Variance 2 / (fan_in + fan_out). The generator's normal takes the standard deviation, its root.",
)
def xavier(submission, draw):
    return {**matrices(submission.xavier_normal, draw), **smallest(submission.xavier_normal, draw)}


@case("He", points=2, draws=1, hint="Variance 2 / fan_in, and fan_in is the number of rows. Take the root of it.")
def he(submission, draw):
    return {**matrices(submission.he_normal, draw), **smallest(submission.he_normal, draw)}


@case(
    "Drawn from the generator that is given",
    points=1.5,
    draws=1,
    hint="All numbers come from rng, and from nothing else: no seed, no generator and no cache of the function's own.",
)
def generators(submission, draw):
    seen = {}
    for name, make in makers(submission, 0.7).items():
        seed = draw.integer(0, 1 << 62)
        rng = np.random.default_rng(seed)
        same = np.random.default_rng(seed)
        seen[name] = {
            "one seed": [make(12, 20, rng), make(20, 12, rng), make(12, 20, rng)],
            "the same": [make(12, 20, same), make(20, 12, same), make(12, 20, same)],
            "another": [make(12, 20, np.random.default_rng(seed + 1))],
        }
    return seen


def network(draw: Any, *sizes: tuple[int, int]) -> list[Any]:
    """Weights that keep a signal's size roughly."""
    return [draw.normal(*size, std=size[0] ** -0.5) for size in sizes]


def relu(h: Any) -> Any:
    return np.maximum(h, 0)


@case("Standard deviations, layer by layer", points=2, hint="h = activation(h @ W) for each W in turn; then h.std().")
def stds(submission, draw):
    x = draw.normal(7, 6, mean=0.4)
    weights = network(draw, *LAYERS)
    square, other = network(draw, (6, 6), (6, 6))
    return {
        "tanh": submission.activation_stds(weights, x, np.tanh),
        "relu": submission.activation_stds(weights, x, relu),
        "one layer": submission.activation_stds(weights=weights[:1], x=x, activation=lambda h: h + h**2 / 4),
        "one input": submission.activation_stds(weights, x[:1], np.tanh),
        "square": submission.activation_stds(network(draw, (6, 6), (6, 6), (6, 6)), x, np.tanh),
        "small weights": submission.activation_stds([w * 0.01 for w in weights], x, np.tanh),
        "large weights": submission.activation_stds([w * 30 for w in weights], x, relu),
        "one feature": submission.activation_stds(network(draw, (1, 5), (5, 3)), draw.normal(8, 1), np.tanh),
        "one matrix twice": submission.activation_stds([square, other, square], x, np.tanh),
    }


@case(
    "Any activation, any mean",
    points=1,
    hint="activation is called once with all of h @ W. The deviations are taken from the mean before they are squared.",
)
def any_activation(submission, draw):
    x, weights = draw.normal(7, 6), network(draw, *LAYERS)
    shares = submission.activation_stds(weights, x, lambda h: np.exp(h) / np.exp(h).sum(axis=1, keepdims=True))
    centred = submission.activation_stds(weights, x, lambda h: np.tanh(h - h.mean(axis=0)))
    far = submission.activation_stds(weights, x, lambda h: np.tanh(h) + 1e5)[:1]
    return {"a softmax in each row": shares, "centred over the batch": centred, "far from zero": far}


@case(
    "All of a layer's output together, not divided by n − 1",
    points=1,
    hint="One number for the whole array, h.std(): no axis, and no ddof.",
)
def population(submission, draw):
    weights = network(draw, (3, 2), (2, 3), (3, 1))
    shifted = [w + 0.5 for w in weights]  # columns with means of their own
    x = draw.normal(2, 3, mean=1)
    return [submission.activation_stds(some, x, lambda h: 1.5 * h) for some in (weights, shifted)]


@case(
    "Weights and x are left as they are",
    points=1,
    hint="Write into neither x nor a weight, and keep nothing from one call to the next.",
)
def left_alone(submission, draw):
    wide = draw.normal(12, 10)
    x, weights = draw.strided(5, 6), [wide[:6, ::2], draw.strided(5, 7), draw.normal(7, 2)]
    calls = [submission.activation_stds(weights, x, np.tanh), submission.activation_stds(weights, 2 * x, np.tanh)]
    calls.append(submission.activation_stds(weights[:2], x, relu))
    return {"results": calls, "afterwards": [x, *weights]}
