"""What the four layers are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

ACTIVATIONS = ("ReLU", "Sigmoid", "Tanh")
SHAPES = ((), (1,), (6,), (4, 1), (1, 5), (2, 3, 4), (2, 1, 3, 2))
VIEWS = ((7,), (3, 5), (2, 3, 4))
EDGES = {
    "batch of one": (1, 3, 4),
    "one input": (5, 1, 3),
    "one output": (4, 3, 1),
    "batch of one, one input": (1, 1, 2),
    "as many rows as outputs": (3, 4, 3),
    "as many rows as inputs": (4, 4, 2),
    "large batch": (40, 2, 3),
}
FAR = (36.0, 90.0, 300.0, 600.0, 709.0, 711.0, 750.0, 999.0, 1000.0)


def sizes(draw: Any) -> list[int]:
    """A batch size and two numbers of features, no two of them equal."""
    return draw.shuffled((2, 3, 4, 5, 7))[:3]


def linear(submission: Any, draw: Any, inputs: int, outputs: int) -> Any:
    """A Linear with weights of the draw."""
    layer = submission.Linear(inputs, outputs)
    layer.W, layer.b = draw.normal(inputs, outputs), draw.normal(outputs)
    return layer


def build(submission: Any, draw: Any, name: str, features: int = 4) -> Any:
    """A layer by its name; a Linear has as many outputs as inputs, so that all take the same arrays."""
    return linear(submission, draw, features, features) if name == "Linear" else getattr(submission, name)()


def copied(layer: Any) -> dict[str, Any]:
    """The gradients that backward left in a Linear, as they are now; {} for a layer without parameters."""
    return {name: np.array(getattr(layer, name)) for name in ("dW", "db") if hasattr(layer, "W")}


def passed(layer: Any, x: np.ndarray, grad: np.ndarray) -> dict[str, Any]:
    """What a forward and a backward pass give."""
    return {"forward": layer.forward(x), "backward": layer.backward(grad), **copied(layer)}


@case(
    "Linear: forward is x W + b",
    points=1,
    hint="(B, in) times (in, out) gives (B, out); b is added to every row.",
    public=True,
)
def linear_forward(submission, draw):
    batch, inputs, outputs = sizes(draw)
    return linear(submission, draw, inputs, outputs).forward(draw.normal(batch, inputs))


@case(
    "Linear: backward gives dx, dW and db",
    points=1.5,
    hint="Each gradient has the shape of what it belongs to; which product of x, W and grad has that shape?",
)
def linear_backward(submission, draw):
    batch, inputs, outputs = sizes(draw)
    layer = linear(submission, draw, inputs, outputs)
    layer.forward(draw.normal(batch, inputs, mean=0.5))
    dx = layer.backward(draw.normal(batch, outputs, mean=0.3))
    return {"dx": dx, "dW": layer.dW, "db": layer.db}


@case(
    "Linear: a batch of one, one input, one output, a large batch",
    points=0.5,
    hint="Nothing may depend on there being several rows or columns: no squeeze, no sum over an axis that was dropped.",
    scale=1.0,
    because="a lone gradient may be next to zero, where rounding is all that is left of it",
)
def linear_edges(submission, draw):
    seen = {}
    for name, (batch, inputs, outputs) in EDGES.items():
        layer = linear(submission, draw, inputs, outputs)
        seen[name] = passed(layer, draw.normal(batch, inputs), draw.normal(batch, outputs))
    return seen


@case(
    "Linear: a new layer has random weights",
    points=0.5,
    hint="Draw W's entries from a random distribution around zero; b is a vector of out_features numbers.",
    admits=("copy",),
    because="x goes through as it is; the rule looks at the other arrays",
)
def fresh_weights(submission, draw):
    seen = []
    for inputs, outputs in ((64, 5), (4, 70), (3, 2)):
        layer, other, x = submission.Linear(inputs, outputs), submission.Linear(inputs, outputs), draw.normal(6, inputs)
        found = {"W": np.array(layer.W), "b": np.array(layer.b), "another W": np.array(other.W)}
        seen.append({**found, "x": x, "output": layer.forward(x)})
    return seen


@case(
    "ReLU: values and gradient",
    points=1,
    hint="Negative inputs give 0 and stop the gradient; so does an input of exactly 0.",
    public=True,
)
def relu(submission, draw):
    x = draw.normal(6, 5, std=3)
    x[0, :2], x[2, 1:3], x[5, 4] = 0.0, -0.0, 250.0
    ordinary = passed(submission.ReLU(), x, draw.normal(6, 5, std=2))
    far = passed(submission.ReLU(), draw.normal(3, 4, std=1e6), draw.normal(3, 4))
    near = passed(submission.ReLU(), draw.normal(3, 4, std=1e-4), draw.normal(3, 4))
    zeros = passed(submission.ReLU(), draw.tensor(np.zeros((2, 3))), draw.uniform(2, 3, low=1, high=2))
    tiny = passed(submission.ReLU(), draw.normal(3, 4, std=1e-13), draw.normal(3, 4))
    return {"ordinary": ordinary, "large": far, "small": near, "tiny": tiny, "only zeros": zeros}


@case(
    "Sigmoid: values and gradient",
    points=1,
    hint="The derivative is s · (1 - s) with s the output, not the input; the chain rule multiplies it by grad.",
)
def sigmoid(submission, draw):
    return passed(submission.Sigmoid(), draw.normal(6, 5, std=2.5), draw.normal(6, 5, std=2))


@case(
    "Tanh: values and gradient",
    points=0.5,
    hint="The derivative is 1 - t² with t the output; the chain rule multiplies it by grad.",
)
def tanh(submission, draw):
    return passed(submission.Tanh(), draw.normal(6, 5, std=1.5), draw.normal(6, 5, std=2))


@case(
    "Sigmoid and Tanh far from zero: no overflow, no NaN",
    points=1,
    hint="exp of a large number overflows. For negative x, exp(x) / (1 + exp(x)) never takes one; np.tanh is allowed.",
    scale=1.0,
    because="far out the gradient is zero but for rounding",
)
def sigmoid_far_out(submission, draw):
    inputs = {
        "on both sides": draw.tensor([[size, -size] for size in draw.shuffled(FAR)]),
        "far right": draw.uniform(6, low=500, high=1000),
        "far left": draw.uniform(6, low=-1000, high=-500),
        "in between": draw.uniform(6, 2, low=-60, high=60),
    }
    seen = {}
    for name in ("Sigmoid", "Tanh"):
        with warnings.catch_warnings(record=True) as told:
            layer = build(submission, draw, name)
            seen[name] = {where: passed(layer, x, draw.normal(*x.shape)) for where, x in inputs.items()}
        if name == "Sigmoid" and any("overflow" in str(warning.message) for warning in told):
            raise Fault("Sigmoid gives an overflow warning for inputs between -1000 and 1000")
    return seen


@case(
    "Activations take any shape",
    points=0.5,
    hint="Work element by element; nothing should count dimensions, flatten for good, or loop over rows.",
    scale=1.0,
    because="a lone number may be next to zero, where rounding is all that is left of it",
)
def any_shape(submission, draw):
    seen = {}
    for name in ACTIVATIONS:
        layer = build(submission, draw, name)
        plain = {f"{name}, shape {shape}": (draw.normal(*shape), draw.normal(*shape)) for shape in SHAPES}
        views = {f"{name}, a view {shape}": (draw.strided(*shape), draw.strided(*shape)) for shape in VIEWS}
        seen |= {key: passed(layer, x, grad) for key, (x, grad) in (plain | views).items()}
    return seen


def untouched(layer: Any, name: str, x: np.ndarray, grad: np.ndarray) -> dict[str, Any]:
    """One pass; what it was given afterwards, and what it gave. Fault if a result lies in the memory of an input."""
    output, dx = layer.forward(x), layer.backward(grad)
    for method, result, given in (("forward", output, x), ("backward", dx, grad)):
        if isinstance(result, np.ndarray) and np.shares_memory(result, given):
            raise Fault(f"{name}.{method} returned its argument or a view of it: the result has to be a new array")
    if name == "Linear" and any(np.shares_memory(kept, given) for kept in (layer.dW, layer.db) for given in (x, grad)):
        raise Fault("Linear keeps a view of an argument as dW or db: they have to be new arrays")
    return {"x afterwards": x, "grad afterwards": grad, "forward": output, "backward": dx, **copied(layer)}


@case(
    "Views are fine, and what is passed in stays as it is",
    points=1,
    hint="No `x *= ...`, no `grad[mask] = 0`, no out=x: compute into new arrays. Use .T, not a reshape, to transpose.",
)
def inputs_left_alone(submission, draw):
    seen = {}
    for name in ("Linear", *ACTIVATIONS):
        wide = draw.normal(6, 9)
        layer = build(submission, draw, name)
        arrays = {
            "": (draw.normal(3, 4), draw.normal(3, 4)),
            " with transposed arrays": (draw.strided(5, 4), draw.strided(5, 4)),
            " with slices": (wide[1:4, ::-2][:, :4], wide[3:, 1::2]),
            " with one row": (draw.normal(1, 4), draw.normal(1, 4)),
            " with positive x": (draw.uniform(2, 4, low=0.5, high=2), draw.normal(2, 4)),
        }
        seen |= {name + kind: untouched(layer, name, x, grad) for kind, (x, grad) in arrays.items()}
        if name == "Linear":
            weights = draw.strided(4, 4), draw.strided(4)
            layer.W, layer.b = weights
            seen["Linear with views as W and b"] = untouched(layer, name, draw.normal(3, 4), draw.normal(3, 4))
            seen["W and b afterwards"] = [*weights, layer.W, layer.b]
    return seen


@case(
    "Two layers side by side",
    points=0.5,
    hint="What forward keeps for backward belongs to the instance (self.x), never to the class or the module.",
)
def side_by_side(submission, draw):
    seen = {}
    for name in ("Linear", *ACTIVATIONS):
        one, other = build(submission, draw, name), build(submission, draw, name)
        outputs = [one.forward(draw.normal(5, 4)), other.forward(draw.normal(5, 4))]
        first = one.backward(draw.normal(5, 4))
        second = other.backward(draw.normal(5, 4))
        seen[name] = {"outputs": outputs, "dx": [first, second], "parameters": [copied(one), copied(other)]}
    return seen


@case(
    "Each call for itself: backward belongs to the latest forward",
    points=1,
    hint="Overwrite what is kept at each forward, and dW and db at each backward; return new arrays, not one reused.",
)
def call_after_call(submission, draw):
    seen = {}
    for name in ("Linear", *ACTIVATIONS):
        layer = build(submission, draw, name)
        buffer = draw.normal(3, 4)
        outputs, gradients, parameters = [layer.forward(buffer)], [], []
        gradients.append(layer.backward(draw.normal(3, 4)))
        parameters.append(copied(layer))
        buffer[...] = draw.normal(3, 4)  # same array, other numbers
        outputs += [layer.forward(buffer), layer.forward(draw.normal(6, 4)), layer.forward(draw.normal(2, 4))]
        for _ in range(2):  # two gradients for one forward pass
            gradients.append(layer.backward(draw.normal(2, 4)))
            parameters.append(copied(layer))
        if name == "Linear":
            layer.W, layer.b = draw.normal(4, 4), draw.normal(4)
        for _ in range(2):  # of one shape
            outputs.append(layer.forward(draw.normal(3, 4)))
            gradients.append(layer.backward(draw.normal(3, 4)))
        seen[name] = {"outputs": outputs, "dx": gradients, "parameters": [*parameters, copied(layer)]}
    return seen
