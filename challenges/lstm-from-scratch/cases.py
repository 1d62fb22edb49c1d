"""What LSTM is run on. Observations only. No two sizes are equal where a mix-up could hide behind that."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

WEIGHTS = ("Wx", "Wh", "b")
GRADIENTS = ("dWx", "dWh", "db")
EDGES = {  # T, B, I, H
    "one step": (1, 3, 2, 4),
    "one sequence": (4, 1, 3, 2),
    "one input": (3, 4, 1, 2),
    "one unit": (4, 2, 3, 1),
    "one of all": (1, 1, 1, 1),
    "sizes all alike": (3, 3, 3, 3),
    "batch as large as the gates": (2, 8, 3, 2),
}


def sizes(draw: Any) -> list[int]:
    """T, B, I and H, no two of them equal."""
    return draw.shuffled((2, 3, 4, 5))


def build(submission: Any, draw: Any, inputs: int, units: int) -> Any:
    """An LSTM with weights of the draw, under which no gate is open or shut for good."""
    lstm = submission.LSTM(inputs, units)
    lstm.Wx, lstm.Wh = draw.normal(inputs, 4 * units, std=0.6), draw.normal(units, 4 * units, std=0.6)
    lstm.b = draw.normal(4 * units)
    return lstm


def run(lstm: Any, *given: Any, **named: Any) -> dict[str, Any]:
    """What forward gives, by names. Fault if it has another form."""
    result = lstm.forward(*given, **named)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Fault("forward has to return two things: hs, and the pair (h_T, c_T)")
    hs, last = result
    if not isinstance(last, (tuple, list)) or len(last) != 2:
        raise Fault("the second thing that forward returns has to be a pair: (h_T, c_T)")
    return {"hs": hs, "h_T": last[0], "c_T": last[1]}


def gradients(lstm: Any, grad: Any) -> dict[str, Any]:
    """What one backward gives and stores, copied."""
    dxs = lstm.backward(grad)
    return {"dxs": dxs, **{name: np.array(getattr(lstm, name)) for name in GRADIENTS}}


def passed(lstm: Any, xs: Any, grad: Any, *states: Any) -> dict[str, Any]:
    """A forward and a backward pass."""
    return {**run(lstm, xs, *states), **gradients(lstm, grad)}


def states(draw: Any, batch: int, units: int) -> tuple[Any, Any]:
    """An h0 and a c0."""
    return draw.normal(batch, units), draw.normal(batch, units)


@case(
    "A new network: shapes of the parameters",
    points=0.5,
    hint="Wx (I, 4H), Wh (H, 4H), b (4H,), all float64; forward uses the values that the attributes have now.",
    admits=("copy",),
    because="no drawn array has the shape of a result",
)
def new_network(submission, draw):
    seen = []
    for inputs, units in ((5, 3), (2, 6 + draw.index)):
        lstm = submission.LSTM(input_size=inputs, hidden_size=units)
        fresh = {name: np.array(getattr(lstm, name)) for name in WEIGHTS}
        lstm.b, xs = draw.normal(4 * units), draw.normal(3, 4, inputs)
        seen.append({**fresh, "b then": lstm.b, "xs": xs, "hs": run(lstm, xs)["hs"]})
    return seen


@case(
    "Forward: the states of all steps",
    points=1.5,
    hint="Input, forget, candidate, output: the candidate goes through tanh, the others through a sigmoid.",
    public=True,
)
def forward(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    return run(build(submission, draw, inputs, units), draw.normal(steps, batch, inputs))["hs"]


@case(
    "The last states, and going on from them",
    points=1,
    hint="Besides hs comes the pair of the last state and the last cell. The cell is handed on as it is, not squashed.",
)
def last_states(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    lstm = build(submission, draw, inputs, units)
    first = run(lstm, draw.normal(steps, batch, inputs))
    second = run(lstm, draw.normal(steps + 1, batch, inputs), first["h_T"], first["c_T"])
    return {"first half": first, "second half": second}


@case(
    "Forward from given states, and from zeros",
    points=1,
    hint="h0 and c0 stand before the first step. Each is zeros where it is not given, at every call.",
)
def initial_states(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    lstm, xs = build(submission, draw, inputs, units), draw.normal(steps, batch, inputs)
    h0, c0 = states(draw, batch, units)
    seen = {"both": run(lstm, xs, h0, c0), "neither": run(lstm, xs), "h0 alone": run(lstm, xs, h0)}
    seen["c0 alone"] = run(lstm, xs, c0=c0)
    seen["by name"] = run(lstm, xs=xs, c0=c0 / 2, h0=h0 / 2)
    seen["None and zeros"] = run(lstm, xs, None, np.zeros((batch, units)))
    seen["one more step"] = run(lstm, draw.normal(1, batch, inputs))
    seen["another batch"] = run(lstm, draw.normal(steps, batch + 2, inputs))
    lstm.b = lstm.b + np.repeat([0.0, 4.0, 0.0, 0.0], units)  # what a cell holds, it keeps
    seen["a large cell"] = run(lstm, xs, h0, np.copysign(60 + 10 * np.abs(c0), c0))
    lstm.b = np.zeros(4 * units)
    seen["no bias"] = run(lstm, xs)
    return seen


@case(
    "Backward through a single step",
    points=1.5,
    hint="h has two factors, o and tanh(c); c is a sum of two products. Then comes each gate's own curve.",
)
def single_step(submission, draw):
    _, batch, inputs, units = sizes(draw)
    lstm, given = build(submission, draw, inputs, units), states(draw, batch, units)
    return passed(lstm, draw.normal(1, batch, inputs), draw.normal(1, batch, units, mean=0.3), *given)


@case(
    "Backward through time",
    points=2.5,
    hint="Two gradients are carried back: the state's, through the next step's gates, and the cell's, times f.",
)
def through_time(submission, draw):
    steps, batch, inputs, units = sizes(draw)
    seen = {}
    for name, many in (("from given states", 2), ("from zeros", 0)):
        lstm, given = build(submission, draw, inputs, units), states(draw, batch, units)[:many]
        grad = draw.normal(steps + 1, batch, units, mean=0.3)
        seen[name] = passed(lstm, draw.normal(steps + 1, batch, inputs), grad, *given)
    return seen


@case(
    "A gradient at one step alone",
    points=1,
    hint="It reaches that step and all before it, and none after it. No step may be special but for what it is given.",
)
def one_step_alone(submission, draw):
    batch, inputs, units = draw.shuffled((2, 3, 4))
    seen = {}
    for place in (0, 2, 4):
        lstm, grad = build(submission, draw, inputs, units), np.zeros((5, batch, units))
        grad[place] = draw.normal(batch, units)
        seen[f"at step {place}"] = passed(lstm, draw.normal(5, batch, inputs), grad, *states(draw, batch, units))
    return seen


@case(
    "Sixty steps back",
    points=1,
    hint="The last state's gradient goes back all the way to the first step, along the cells: nothing is cut short.",
)
def long_way(submission, draw):
    units = 3
    lstm = build(submission, draw, 1, units)
    lstm.Wh = draw.normal(units, 4 * units, std=0.2)  # so small that rounding does not grow on the way
    bias, grad = draw.normal(4 * units, std=0.1), np.zeros((60, 2, units))
    bias[units : 2 * units] += 4.0  # the cells forget little
    lstm.b = bias
    grad[-1] = draw.normal(2, units)
    seen = passed(lstm, draw.normal(60, 2, 1, std=0.3), grad)
    return {**seen, "dxs": {f"step {t}": dx for t, dx in enumerate(seen["dxs"])}}  # each on its own scale


@case(
    "Large and small gradients, as they are",
    points=0.5,
    hint="Gradients are neither clipped nor rescaled: that is the business of a training loop.",
)
def large_and_small(submission, draw):
    seen = {}
    for name, std in (("large", 1e7), ("small", 1e-10)):
        lstm = build(submission, draw, 3, 4)
        seen[name] = passed(lstm, draw.normal(5, 2, 3), draw.normal(5, 2, 4, std=std), *states(draw, 2, 4))
    return seen


@case(
    "Inputs as large as 1000",
    points=1,
    hint="exp(x) / (1 + exp(x)) is infinity by infinity for large x. Which form of the sigmoid never is?",
)
def large_inputs(submission, draw):
    both = draw.tensor(1000 * draw.rng.choice([-1.0, 1.0], size=(3, 4, 2)))
    given = {"as large as can be": both, "large": draw.uniform(4, 3, 2, low=-1000, high=1000)}
    given |= {"wide": draw.normal(4, 2, 3, std=15), "one far out": draw.normal(3, 4, 2)}
    given["one far out"][1, 2, 0] = draw.choice((-900.0, 900.0))
    seen = {}
    for name, xs in given.items():
        lstm = submission.LSTM(xs.shape[2], 5)
        lstm.Wx, lstm.Wh, lstm.b = draw.normal(xs.shape[2], 20), draw.normal(5, 20, std=0.6), draw.normal(20)
        seen[name] = passed(lstm, xs, draw.normal(*xs.shape[:2], 5))
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
        lstm, given = build(submission, draw, inputs, units), states(draw, batch, units)
        xs, grad = draw.normal(steps, batch, inputs), draw.normal(steps, batch, units)
        seen[name] = {**passed(lstm, xs, grad, *given), "arguments afterwards": [xs, grad, *given]}
    lstm = build(submission, draw, 2, 3)
    seen["one step, from zeros"] = passed(lstm, draw.normal(1, 4, 2), draw.normal(1, 4, 3))
    return seen


def fresh(results: dict[str, Any], *given: Any) -> None:
    """Fault if a result lies in the memory of something that was passed in."""
    for name, result in results.items():
        if isinstance(result, np.ndarray) and any(np.shares_memory(result, array) for array in given):
            raise Fault(f"{name} lies in the memory of an argument: it has to be a new array")


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="No `grad_hs[t] += ...`, no `c *= f` on c0: compute into new arrays, or into a copy.",
)
def left_alone(submission, draw):
    seen = {}
    for name, steps in (("three steps", 3), ("one step", 1)):
        weights = draw.strided(2, 16), draw.strided(4, 16), draw.strided(16)
        lstm = submission.LSTM(2, 4)
        lstm.Wx, lstm.Wh, lstm.b = weights
        xs = draw.normal(3, 2, steps).transpose(2, 0, 1)  # (T, 3, 2)
        h0, c0 = draw.normal(6, 8)[::-2, 1::2], draw.strided(3, 4)
        grad = draw.normal(3, steps, 4).swapaxes(0, 1)
        results = passed(lstm, xs, grad, h0, c0)
        fresh(results, xs, h0, c0, grad, *weights)
        after = {"arguments": [xs, h0, c0, grad], "weights": [*weights, lstm.Wx, lstm.Wh, lstm.b]}
        seen[name] = {**results, **after}
    return seen


@case(
    "Backward belongs to the latest forward",
    points=1.5,
    hint="Each forward replaces what backward needs, each backward the gradients; results are new arrays.",
)
def call_after_call(submission, draw):
    lstm, buffer = build(submission, draw, 3, 4), draw.normal(4, 2, 3)
    outputs = [run(lstm, buffer, *states(draw, 2, 4))]
    seen = [gradients(lstm, draw.normal(4, 2, 4))]
    buffer[...] = draw.normal(4, 2, 3)  # the same array, other numbers
    outputs += [
        run(lstm, buffer),
        run(lstm, draw.normal(6, 5, 3), *states(draw, 5, 4)),
        run(lstm, draw.normal(3, 2, 3)),
    ]
    grad = draw.normal(3, 2, 4)
    seen += [gradients(lstm, grad), gradients(lstm, grad), gradients(lstm, draw.normal(3, 2, 4))]
    lstm.Wx, lstm.Wh, lstm.b = draw.normal(3, 16), draw.normal(4, 16, std=0.5), draw.normal(16)
    outputs += [run(lstm, draw.normal(5, 3, 3), *states(draw, 3, 4)), run(lstm, draw.normal(5, 3, 3))]
    return {"forward": outputs, "gradients": [*seen, gradients(lstm, draw.normal(5, 3, 4))]}


@case(
    "Two networks side by side",
    points=0.5,
    hint="Weights, gradients and what forward keeps belong to the instance: self, never the class or the module.",
)
def side_by_side(submission, draw):
    one, other = build(submission, draw, 3, 2), build(submission, draw, 3, 2)
    outputs = [run(one, draw.normal(4, 5, 3)), run(other, draw.normal(4, 5, 3))]
    grads = draw.normal(4, 5, 2), draw.normal(4, 5, 2)
    one.backward(grads[0])
    seen = {"other": gradients(other, grads[1]), "one's": [np.array(getattr(one, name)) for name in GRADIENTS]}
    return {"forward": outputs, **seen, "one": gradients(one, grads[0])}
