"""What RNN is run on. Observations only. No two sizes are equal where a mix-up could hide behind that."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

WEIGHTS = ("Wxh", "Whh", "bh")
GRADIENTS = ("dWxh", "dWhh", "dbh")
EDGES = {  # T, B, I, H
    "one step": (1, 3, 2, 4),
    "one sequence": (4, 1, 3, 2),
    "one input": (3, 4, 1, 2),
    "one unit": (4, 2, 3, 1),
    "one of all": (1, 1, 1, 1),
    "sizes all alike": (3, 3, 3, 3),
    "many sequences": (2, 30, 3, 5),
}


def sizes(draw: Any) -> list[int]:
    """T, B, I and H, no two of them equal."""
    return draw.shuffled((2, 3, 4, 5))


def build(submission: Any, draw: Any, inputs: int, units: int) -> Any:
    """An RNN with weights of the draw, under which tanh is neither a line nor a step."""
    rnn = submission.RNN(inputs, units)
    rnn.Wxh, rnn.Whh = draw.normal(inputs, units, std=0.6), draw.normal(units, units, std=0.6)
    rnn.bh = draw.normal(units)
    return rnn


def gradients(rnn: Any, grad: Any) -> dict[str, Any]:
    """What one backward gives and stores, copied."""
    results = rnn.backward(grad)
    if not isinstance(results, (tuple, list)) or len(results) != 2:
        raise Fault("backward has to return two arrays: dxs and dh0")
    return {"dxs": results[0], "dh0": results[1], **{name: np.array(getattr(rnn, name)) for name in GRADIENTS}}


def passed(rnn: Any, xs: Any, grad: Any, *h0: Any) -> dict[str, Any]:
    """A forward and a backward pass."""
    return {"hs": rnn.forward(xs, *h0), **gradients(rnn, grad)}


@case(
    "A new network: shapes of the parameters",
    points=0.5,
    hint="Wxh (I, H), Whh (H, H), bh (H,), all float64; forward uses the values that the attributes have now.",
    admits=("copy",),
    because="no drawn array has the shape of a result",
)
def new_network(submission, draw):
    seen = []
    for inputs, units in ((5, 3), (2, 7 + draw.index)):
        rnn = submission.RNN(input_size=inputs, hidden_size=units)
        fresh = {name: np.array(getattr(rnn, name)) for name in WEIGHTS}
        rnn.bh, xs = draw.normal(units), draw.normal(3, 4, inputs)
        seen.append({**fresh, "bh then": rnn.bh, "xs": xs, "hs": rnn.forward(xs)})
    return seen


@case(
    "Forward: step after step",
    points=1.5,
    hint="Each step takes xs[t] and the state before it; tanh comes last, and every state is part of the result.",
    public=True,
)
def forward(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    return build(submission, draw, inputs, units).forward(draw.normal(steps, batch, inputs))


@case(
    "Forward from a given state, and from zeros",
    points=1,
    hint="h0 stands before the first step and is no part of hs. Without it every call starts at zeros.",
)
def initial_state(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    rnn = build(submission, draw, inputs, units)
    xs, h0 = draw.normal(steps, batch, inputs), draw.normal(batch, units)
    seen = {"by position": rnn.forward(xs, h0), "none": rnn.forward(xs), "by name": rnn.forward(xs=xs, h0=h0 / 2)}
    seen["zeros"] = rnn.forward(xs, np.zeros((batch, units)))
    seen["None"] = rnn.forward(xs, None)
    seen["its own last state"] = rnn.forward(draw.normal(steps + 1, batch, inputs), seen["None"][-1])
    seen["one more step"] = rnn.forward(draw.normal(1, batch, inputs))
    seen["another batch"] = rnn.forward(draw.normal(steps, batch + 2, inputs))
    return seen


@case(
    "Backward through a single step",
    points=1,
    hint="First through tanh: grad · (1 − h²). From there to x, to Wxh, to bh, and to the state before and Whh alike.",
)
def single_step(submission, draw):
    _, batch, inputs, units = sizes(draw)
    rnn, h0 = build(submission, draw, inputs, units), draw.normal(batch, units)
    return passed(rnn, draw.normal(1, batch, inputs), draw.normal(1, batch, units, mean=0.3), h0)


@case(
    "Backward through time",
    points=2.5,
    hint="A state is a result and the next step's input: to grad_hs[t] comes what the next step sends back.",
)
def through_time(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    rnn, h0 = build(submission, draw, inputs, units), draw.normal(batch, units)
    return passed(rnn, draw.normal(steps + 2, batch, inputs), draw.normal(steps + 2, batch, units, mean=0.3), h0)


@case(
    "Backward where no h0 was given",
    points=0.5,
    hint="dh0 is the gradient of the zeros that the first step began with: it is not zero itself, and not None.",
)
def without_state(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    rnn = build(submission, draw, inputs, units)
    return passed(rnn, draw.normal(steps, batch, inputs), draw.normal(steps, batch, units))


@case(
    "A gradient at one step alone",
    points=1,
    hint="It reaches that step and all before it, and none after it. No step may be special but for what it is given.",
)
def one_step_alone(submission, draw):
    batch, inputs, units = draw.shuffled((2, 3, 4))
    seen = {}
    for place in (0, 2, 4):
        rnn, grad = build(submission, draw, inputs, units), np.zeros((5, batch, units))
        grad[place] = draw.normal(batch, units)
        seen[f"at step {place}"] = passed(rnn, draw.normal(5, batch, inputs), grad, draw.normal(batch, units))
    return seen


@case(
    "Sixty steps back",
    points=1,
    hint="The gradient of the last state goes back all the way to the first step and to h0: nothing is cut short.",
)
def long_way(submission, draw):
    units = 3 + draw.index
    rnn = build(submission, draw, 1, units)
    rnn.Whh = draw.tensor(np.linalg.qr(draw.rng.normal(size=(units, units)))[0])  # neither grows nor dies out
    rnn.bh, grad = draw.normal(units, std=0.03), np.zeros((60, 2, units))
    grad[-1] = draw.normal(2, units)
    seen = passed(rnn, draw.normal(60, 2, 1, std=0.1), grad, draw.normal(2, units, std=0.1))
    return {**seen, "dxs": {f"step {t}": dx for t, dx in enumerate(seen["dxs"])}}  # each on its own scale


@case(
    "Large and small, as they are",
    points=0.5,
    hint="Gradients are neither clipped nor rescaled, whatever their size; and tanh flattens the states, nothing else.",
)
def large_and_small(submission, draw):
    seen = {}
    for name, std in (("large", 1e7), ("small", 1e-10)):
        rnn = build(submission, draw, 3, 4)
        seen[name] = passed(rnn, draw.normal(5, 2, 3), draw.normal(5, 2, 4, std=std), draw.normal(2, 4))
    seen["large inputs"] = build(submission, draw, 3, 4).forward(draw.normal(5, 2, 3, std=20))
    return seen


@case(
    "One step, one sequence, one input, one unit",
    points=0.5,
    hint="No squeeze, and no guess at what an axis means from its length: the order is time, batch, features.",
    scale=1.0,
    because="a lone gradient may be next to zero, where rounding is all that is left of it",
)
def edges(submission, draw):
    seen = {}
    for name, (steps, batch, inputs, units) in EDGES.items():
        rnn, h0 = build(submission, draw, inputs, units), draw.normal(batch, units)
        xs, grad = draw.normal(steps, batch, inputs), draw.normal(steps, batch, units)
        seen[name] = {**passed(rnn, xs, grad, h0), "arguments afterwards": [xs, grad, h0]}
    seen["one step, no h0"] = passed(build(submission, draw, 2, 3), draw.normal(1, 4, 2), draw.normal(1, 4, 3))
    return seen


def fresh(results: dict[str, Any], *given: Any) -> None:
    """Fault if a result lies in the memory of something that was passed in."""
    for name, result in results.items():
        if isinstance(result, np.ndarray) and any(np.shares_memory(result, array) for array in given):
            raise Fault(f"{name} lies in the memory of an argument: it has to be a new array")


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="No `grad_hs[t] += ...`, no `h += ...` on h0: compute into new arrays, or into a copy.",
)
def left_alone(submission, draw):
    seen = {}
    for name, steps in (("three steps", 3), ("one step", 1)):
        weights = draw.strided(2, 4), draw.strided(4, 4), draw.strided(4)
        rnn = submission.RNN(2, 4)
        rnn.Wxh, rnn.Whh, rnn.bh = weights
        xs = draw.normal(3, 2, steps).transpose(2, 0, 1)  # (T, 3, 2)
        h0, grad = draw.normal(6, 8)[::-2, 1::2], draw.normal(3, steps, 4).swapaxes(0, 1)
        results = passed(rnn, xs, grad, h0)
        fresh(results, xs, h0, grad, *weights)
        seen[name] = {**results, "arguments": [xs, h0, grad], "weights": [*weights, rnn.Wxh, rnn.Whh, rnn.bh]}
    return seen


@case(
    "Backward belongs to the latest forward",
    points=1.5,
    hint="Each forward replaces what backward needs, each backward the gradients; results are new arrays.",
)
def call_after_call(submission, draw):
    rnn, buffer = build(submission, draw, 3, 4), draw.normal(4, 2, 3)
    outputs = [rnn.forward(buffer, draw.normal(2, 4))]
    seen = [gradients(rnn, draw.normal(4, 2, 4))]
    buffer[...] = draw.normal(4, 2, 3)  # the same array, other numbers
    outputs += [
        rnn.forward(buffer),
        rnn.forward(draw.normal(6, 5, 3), draw.normal(5, 4)),
        rnn.forward(draw.normal(3, 2, 3)),
    ]
    grad = draw.normal(3, 2, 4)
    seen += [gradients(rnn, grad), gradients(rnn, grad), gradients(rnn, draw.normal(3, 2, 4))]
    rnn.Wxh, rnn.Whh, rnn.bh = draw.normal(3, 4), draw.normal(4, 4, std=0.5), draw.normal(4)
    outputs += [rnn.forward(draw.normal(5, 3, 3), draw.normal(3, 4)), rnn.forward(draw.normal(5, 3, 3))]
    return {"hs": outputs, "gradients": [*seen, gradients(rnn, draw.normal(5, 3, 4))]}


@case(
    "Two networks side by side",
    points=0.5,
    hint="Weights, gradients and what forward keeps belong to the instance: self, never the class or the module.",
)
def side_by_side(submission, draw):
    one, other = build(submission, draw, 3, 2), build(submission, draw, 3, 2)
    outputs = [one.forward(draw.normal(4, 5, 3)), other.forward(draw.normal(4, 5, 3))]
    grads = draw.normal(4, 5, 2), draw.normal(4, 5, 2)
    one.backward(grads[0])
    seen = {
        "other": gradients(other, grads[1]),
        "one's parameters": [np.array(getattr(one, name)) for name in GRADIENTS],
    }
    return {"hs": outputs, **seen, "one": gradients(one, grads[0])}
