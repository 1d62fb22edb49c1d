"""What Tensor is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

NEAR = {"scale": 1.0, "because": "gradients may be next to zero, where rounding is all that is left of them"}
SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
BROADCAST = {
    "a row to a matrix": ((3, 4), (4,)),
    "a column to a matrix": ((3, 1), (3, 4)),
    "column and row": ((4, 1), (1, 3)),
    "no dimensions": ((), (2, 3)),
    "one element": ((2, 4), (1,)),
    "one by one": ((1, 1), (3,)),
    "three dimensions": ((2, 3, 4), (3, 1)),
    "in the middle": ((2, 1, 4), (5, 1)),
    "two axes of one": ((1, 4, 1), (2, 1, 3)),
}
REDUCED = ({}, {"axis": 0}, {"axis": 1}, {"axis": -1}, {"keepdims": True}, {"axis": 1, "keepdims": True},
           {"axis": -2, "keepdims": True})  # fmt: skip
ROUNDS = 1000  # of five operations
DOUBLINGS = 60


def gradient(tensor: Any) -> Any:
    """A copy of a tensor's gradient, or None."""
    if tensor.grad is None:
        return None
    if not isinstance(tensor.grad, (np.ndarray, np.generic, float, int)):
        raise Fault(f"grad is a {type(tensor.grad).__name__[:30]}: it has to be None or a numpy array")
    return np.array(tensor.grad)


def gradients(*tensors: Any) -> list[Any]:
    return [gradient(tensor) for tensor in tensors]


def leaves(submission: Any, *arrays: Any) -> list[Any]:
    """Tensors that want a gradient."""
    return [submission.Tensor(array, requires_grad=True) for array in arrays]


def flow(submission: Any, draw: Any, function: Any, *arrays: Any, std: float = 1.0) -> dict[str, Any]:
    """A function of tensors with gradients: its value, and their gradients after a backward with random weights."""
    tensors = leaves(submission, *arrays)
    result = function(*tensors)
    result.backward(draw.normal(*np.shape(result.data), std=std))
    return {"value": np.array(result.data), "gradients": gradients(*tensors)}


def signed(draw: Any, *shape: int) -> Any:
    """Numbers none of which is near zero, half of them negative (of an odd number, one more or less)."""
    odd = (draw.permutation(math.prod(shape)) + draw.integer(0, 2)) % 2
    return draw.uniform(*shape, low=0.6, high=2) * draw.tensor((1.0 - 2.0 * odd).reshape(shape))


@case(
    "The four operations",
    points=1,
    hint="Each operand's gradient is the result's times the derivative by that operand: 1, -1, the other factor, ...",
    public=True,
)
def four_operations(submission, draw):
    a, b = draw.normal(3, 4), signed(draw, 3, 4)
    return {
        **{f"a {sign} b": flow(submission, draw, operation, a, b) for sign, operation in SIGNS.items()},
        "-a": flow(submission, draw, lambda x: -x, a),
        "in a row": flow(submission, draw, lambda x, y: x * y - x / y + (-y), draw.normal(5), signed(draw, 5)),
        "a large gradient": flow(submission, draw, lambda x, y: x * y, a, b, std=1e4),
        "a small gradient": flow(submission, draw, lambda x, y: x / y, a, b, std=1e-9),
    }


@case(
    "Numbers on either side",
    points=1,
    hint="2 - x is no method of 2: Python asks x for __rsub__(2). Mind which of the two is subtracted or divided by.",
    draws=1,
)
def numbers(submission, draw):
    a, real, whole = signed(draw, 2, 3), float(draw.uniform(low=1.2, high=3)), draw.choice((2, 3, 5))
    seen = {}
    for kind, number in (("a float", real), ("an int", whole), ("a negative number", -real)):
        seen[kind] = {
            sign: [
                flow(submission, draw, lambda x, o=operation, n=number: o(x, n), a),
                flow(submission, draw, lambda x, o=operation, n=number: o(n, x), a),
            ]
            for sign, operation in SIGNS.items()
        }
    return seen


@case("Broadcasting", points=1.5, hint="What was repeated on the way there is summed on the way back.", draws=1, **NEAR)
def broadcasting(submission, draw):
    seen = {}
    for place, (name, shapes) in enumerate(BROADCAST.items()):
        for turned, signs in enumerate(("+*", "-/")):  # in the next line of the table it is the other way round
            left, right = shapes if turned == place % 2 else shapes[::-1]
            a, b = signed(draw, *left), signed(draw, *right)
            seen[f"{name}, {left} and {right}"] = {sign: flow(submission, draw, SIGNS[sign], a, b) for sign in signs}
    return seen


@case("Powers", points=0.5, hint="The derivative of x ** n is n · x ** (n - 1), for any number n.", draws=1)
def powers(submission, draw):
    a, positive = signed(draw, 2, 3), draw.uniform(4, low=0.5, high=2)
    exponents = {f"** {n}": flow(submission, draw, lambda x, n=n: x**n, a) for n in (1, 2, 3, 5, 0, -1, -2, 2.0, -3.0)}
    roots = {f"** {n}": flow(submission, draw, lambda x, n=n: x**n, positive) for n in (0.5, -0.5, 1.5, 2.3)}
    zeros = draw.tensor([0.0, float(draw.uniform(low=1, high=2)), 0.0])
    at_zero = {f"0 ** {n}": flow(submission, draw, lambda x, n=n: x**n, zeros) for n in (1, 2, 3)}
    return {"whole": exponents, "broken": roots, "at zero": at_zero}


@case("Matrix product", points=1, hint="Each gradient has its operand's shape: which product has it?", draws=1, **NEAR)
def matrix_product(submission, draw):
    shapes = ((3, 4, 5), (5, 2, 3), (1, 4, 3), (3, 1, 2), (3, 4, 1), (1, 3, 1), (1, 1, 1), (4, 4, 4))
    seen = {
        f"({n}, {k}) @ ({k}, {m})": flow(submission, draw, lambda x, y: x @ y, draw.normal(n, k), draw.normal(k, m))
        for n, k, m in shapes
    }
    views = draw.strided(3, 4), draw.strided(4, 2)
    seen["views"] = flow(submission, draw, lambda x, y: x @ y, *views)
    factors = draw.normal(2, 3), draw.normal(3, 4), draw.normal(4, 5)
    seen["three factors"] = flow(submission, draw, lambda x, y, z: x @ y @ z, *factors)
    return seen


@case(
    "The functions relu, exp, log and tanh",
    points=1,
    hint="Each is elementwise: the gradient is the result's, times the derivative there. At 0, relu's derivative is 0.",
    draws=1,
    **NEAR,
)
def functions(submission, draw):
    seen = {}
    for name in ("relu", "exp", "log", "tanh"):
        of = operator.methodcaller(name)
        low = 0.3 if name == "log" else -3.0
        for shape in ((3, 4), (5,), (), (2, 1, 3)):
            seen[f"{name}, shape {shape}"] = flow(submission, draw, of, draw.uniform(*shape, low=low, high=3))
        summands = (draw.uniform(7, low=low, high=3) for _ in range(2))  # one gradient arrives at both
        seen[f"two of {name}, added up"] = flow(submission, draw, lambda x, y, of=of: of(x) + of(y), *summands)
    zeros = draw.tensor(draw.shuffled((0.0, -0.0, 1.5, -2.5, 0.0)))
    seen["relu at zero"] = flow(submission, draw, lambda x: x.relu(), zeros)
    chained = flow(submission, draw, lambda x: ((x.tanh() + 1.5).log() * 0.5).exp().relu(), draw.normal(4, 3))
    return seen | {"one after the other": chained}


@case("Small and large numbers", points=0.5, hint="Add nothing, clip nothing. What is your tanh(1000)?", **NEAR)
def small_and_large(submission, draw):
    small = 10.0 ** -draw.uniform(1, low=6, high=9)
    far = draw.uniform(4, low=400, high=2000) * draw.tensor(draw.shuffled((1.0, 1.0, -1.0, -1.0)))
    return {
        "log of a small number": flow(submission, draw, lambda x: x.log(), small),
        "divided by a small number": flow(submission, draw, lambda x, y: x / y, signed(draw, 1), -small),
        "a number divided by a small one": flow(submission, draw, lambda x: 1 / x, small),
        "a small number to the power of -1": flow(submission, draw, lambda x: x**-1, small),
        "relu of small numbers": flow(submission, draw, lambda x: x.relu() * 1e12, signed(draw, 6) * 1e-12),
        "exp of a large number": flow(submission, draw, lambda x: x.exp(), draw.uniform(1, low=30, high=100)),
        "exp of a negative one": flow(submission, draw, lambda x: x.exp() * 1e26, draw.uniform(1, low=-62, high=-58)),
        "tanh of large numbers": flow(submission, draw, lambda x: x.tanh(), far),
    }


@case(
    "Sums and means", points=1.5, hint="Put the summed axis back and repeat along it; a mean divides.", draws=1, **NEAR
)
def sums_and_means(submission, draw):
    seen = {}
    for shape in ((3, 4), (2, 3, 4), (3, 3), (1, 4), (4, 1)):
        for options in REDUCED:
            a = draw.normal(*shape)
            seen[f"{shape} {options}"] = {
                "sum": flow(submission, draw, lambda x, o=options: x.sum(**o), a),
                "mean": flow(submission, draw, lambda x, o=options: x.mean(**o), a),
            }
    vector, lone = draw.normal(5), draw.normal()
    seen["a vector"] = [
        flow(submission, draw, lambda x: x.sum(), vector),
        flow(submission, draw, lambda x: x.mean(0), vector),
        flow(submission, draw, lambda x: x.mean(0, True) * x + x.sum(0, True), vector),
    ]
    seen["no dimensions"] = [flow(submission, draw, lambda x: x.sum() * x.mean(), lone)]
    return seen


@case("Reshape and T", points=0.5, hint="Back to the shape it came from: reshape undoes reshape, T undoes T.", draws=1)
def shapes(submission, draw):
    a, weights = draw.normal(3, 4), draw.normal(2, 6)
    view = draw.strided(3, 4)

    def weighted(x: Any, *shape: Any) -> Any:
        return x.reshape(*shape) * submission.Tensor(weights)

    return {
        "reshape(2, 6)": flow(submission, draw, lambda x: weighted(x, 2, 6), a),
        "reshape((2, 6))": flow(submission, draw, lambda x: weighted(x, (2, 6)), a),
        "reshape(12)": flow(submission, draw, lambda x: x.reshape(12), a),
        "reshape((2, 2, 3))": flow(submission, draw, lambda x: x.reshape((2, 2, 3)), a),
        "reshape of a view": flow(submission, draw, lambda x: weighted(x, 2, 6), view),
        "T": flow(submission, draw, lambda x: x.T, a),
        "T of a square": flow(submission, draw, lambda x: x.T, draw.normal(3, 3)),
        "T of a row": flow(submission, draw, lambda x: x.T, draw.normal(1, 5)),
        "T of a column": flow(submission, draw, lambda x: x.T, draw.normal(4, 1)),
        "T, then reshape": flow(submission, draw, lambda x: weighted(x.T, 2, 6), a),
        "reshape, then T": flow(submission, draw, lambda x: x.reshape(2, 6).T @ x.T.reshape(2, 6), a),
    }


def ladder(x: Any, y: Any) -> Any:
    """Short and long ways from x to the result, in an order that only a topological sort gets right."""
    a = x * y
    b = a + x
    c = (b.tanh() * a + b).exp()
    d = (x + c) * 0.5
    return a * d + b / c + x


def early_and_late(x: Any, y: Any) -> Any:
    """A tensor used at once and once more much later."""
    a = x * 1.5
    late = a
    for _ in range(4):
        late = (late + y).tanh()
    return late * a + a


@case("A tensor used more than once", points=1.5, hint="Add up. Pass on only what is complete.", draws=1, **NEAR)
def used_twice(submission, draw):
    a, b, square = signed(draw, 3, 2), signed(draw, 3, 2), draw.normal(3, 3)
    return {
        **{f"x {sign} x": flow(submission, draw, lambda x, o=o: o(x, x), a) for sign, o in SIGNS.items()},
        "x @ x": flow(submission, draw, lambda x: x @ x, square),
        "x.T @ x": flow(submission, draw, lambda x: x.T @ x, a),
        "x minus its mean": flow(submission, draw, lambda x: (x - x.mean(axis=0)) ** 2, a),
        "softmax": flow(submission, draw, lambda x: x.exp() / x.exp().sum(axis=1, keepdims=True), a),
        "ways of several lengths": flow(submission, draw, ladder, a * 0.5, b),
        "the other way round": flow(submission, draw, lambda x, y: ladder(y, x), a, b * 0.5),
        "at once and later": flow(submission, draw, early_and_late, a, b),
        "later and at once": flow(submission, draw, lambda x, y: y + early_and_late(x, y), a, b),
    }


@case("A second backward adds to the first", points=1, hint="What lies between result and leaves starts afresh.")
def second_backward(submission, draw):
    x, y = leaves(submission, signed(draw, 2, 3), signed(draw, 2, 3))
    between = x * y
    one, other = between.tanh() + x, (between * between).mean()
    seen = []
    for grad in (draw.normal(2, 3), draw.normal(2, 3)):  # the same result, twice
        one.backward(grad)
        seen.append(gradients(x, y))
    other.backward()  # another result, of the same intermediate one
    seen.append(gradients(x, y))
    (x * 3.0 + 0.0).sum().backward()  # a new graph
    seen.append(gradients(x, y))
    x.grad = None
    one.backward(draw.normal(2, 3))
    seen.append(gradients(x, y))
    y.grad = draw.normal(2, 3)  # as if from elsewhere
    one.backward(draw.normal(2, 3))
    seen.append(gradients(x, y))
    summands = leaves(submission, draw.normal(4), draw.normal(4))
    total = summands[0] + summands[1]
    for _ in range(3):  # neither may write into the other's gradient
        total.backward(draw.normal(4))
        (summands[1] * 2.0).backward(draw.normal(4))
    return {"gradients": seen, "summands": gradients(*summands)}


@case("Who gets a gradient", points=1, hint="With requires_grad=False, the default, grad stays None.")
def who_gets_one(submission, draw):
    constant, other = submission.Tensor(draw.normal(3, 4)), submission.Tensor(signed(draw, 4), requires_grad=False)
    weights, bias = leaves(submission, draw.normal(4, 2), draw.normal(2))
    idle = submission.Tensor(draw.normal(2), True)
    first = gradients(constant, other, weights, bias, idle)
    hidden = (constant * other - other / 2.0) @ weights
    loss = ((hidden + bias).tanh() * (other.sum() + constant.mean())).sum() + (constant**2).mean()
    loss.backward()
    after = gradients(constant, other, weights, bias)
    (weights.T @ (constant.exp() + other.relu()).T).backward(draw.normal(2, 3))
    later = gradients(constant, other, weights, bias)
    return {"before": first, "loss": np.array(loss.data), "after": after, "later": later}


@case("Where backward starts", points=0.5, hint="The one element's gradient is 1, in its own shape.", draws=1, **NEAR)
def start(submission, draw):
    seen = {}
    for shape in ((), (1,), (1, 1)):
        for name, weights in (("no grad", ()), ("None", (None,)), ("given", (draw.uniform(*shape, low=2, high=3),))):
            x, y = leaves(submission, draw.normal(*shape), draw.normal(2, 3))
            result = (x * y.sum()).tanh() + x
            result.backward(*weights)
            seen[f"shape {shape}, {name}"] = [np.array(result.data), *gradients(x, y)]
    (x,) = leaves(submission, draw.normal(3, 4))
    (x * x).backward(grad=draw.strided(3, 4))
    seen["by name, a view"] = gradient(x)
    x.grad = None
    for name, result in (("whole numbers", x + 1.5), ("more of them", x * 0.3)):
        result.backward(draw.integers(1, 9, 3, 4))
        seen[name] = np.asarray(gradient(x), dtype=np.float64)
    return seen


@case("What goes in stays as it is", points=1, hint="Write into no array: not data, not the grad passed in.", draws=1)
def left_alone(submission, draw):
    arrays = [draw.normal(3, 4), signed(draw, 3, 4), draw.strided(3, 4), signed(draw, 4)]
    a, b, c, d = tensors = leaves(submission, *arrays)
    steps = [a + b, a - c, a * c, a / b, -a, a**2, a @ c.T, a.sum(axis=0), a.mean(), a.reshape(2, 6), a.T, a.relu(),
             a.exp(), (b * b).log(), a.tanh(), a + d, c / d, 2.0 - a, a * 3.0]  # fmt: skip
    values = [np.array(step.data) for step in steps]
    total = a
    total += b
    total *= d
    total -= c
    total /= 2.0
    weights = [draw.normal(*value.shape) for value in values]
    for step, weight in zip(steps, weights, strict=True):
        step.backward(weight)
    grad = draw.strided(3, 4)
    total.backward(grad)
    total.backward(grad)
    for result in (a**1, a.reshape(3, 4), a + 0, a * 1, a / 1):  # each is a new tensor
        result.data = np.zeros((3, 4))
    return {
        "arrays passed in": arrays,
        "data of the tensors": [np.array(tensor.data) for tensor in tensors],
        "results at first": values,
        "results afterwards": [np.array(step.data) for step in steps],
        "grads passed in": [*weights, grad],
        "after +=, *=, -= and /=": np.array(total.data),
        "gradients": gradients(*tensors),
    }


@case("Lists, numbers and whole numbers", points=0.5, hint="Turn data into float64 in __init__.")
def whole_numbers(submission, draw):
    whole = draw.integers(1, 9, 2, 3)
    inputs = {"integers": whole, "lists of ints": whole.tolist(), "lists": signed(draw, 2, 3).tolist()}
    seen: dict[str, Any] = {}
    for name, data in inputs.items():
        x, scale = leaves(submission, data, draw.integer(2, 6))
        loss = (x / 7 + x**-1 + x * 0.3 - scale * x.tanh()).mean()
        loss.backward()
        found = [x.data, scale.data, loss.data, *gradients(x, scale)]
        seen[name] = [np.asarray(value, dtype=np.float64) for value in found]
    return seen


@case(
    "A chain of 5,000 operations",
    points=1,
    hint="Recursion stops at 1,000 calls: keep a stack in a list. Visit each tensor once, by however many ways.",
    draws=1,
    **NEAR,
    seconds=6,
)
def long_chain(submission, draw):
    begin, x, twice = leaves(submission, draw.normal(2), draw.normal(2), draw.normal(3))
    factors = [float(factor) for factor in np.exp(draw.uniform(ROUNDS, low=-0.02, high=0.02))]
    y = begin
    for factor in factors[: ROUNDS // 2]:  # the chain goes through left operands first
        y = -(-(-y + x) * factor)
    for factor in factors[ROUNDS // 2 :]:  # then through right ones
        y = -((x + (x + (x + y))) * factor)
    y.backward(draw.normal(2))
    z = twice
    for _ in range(DOUBLINGS):
        z = (z + z) * 0.5
    z.backward(draw.normal(3))
    chain = [np.array(y.data), *gradients(begin, x)]
    return {"chain": chain, "each step uses its operand twice": [np.array(z.data), gradient(twice)]}


@case("A network learns", points=1, hint="If all else passes: what is kept from one step to the next?")
def network(submission, draw):
    x, labels = submission.Tensor(draw.normal(6, 3)), np.eye(4)[draw.integers(0, 4, 6)]
    target = submission.Tensor(labels)
    shapes = ((3, 5), (5,), (4, 5), (4,))
    w1, b1, w2, b2 = parameters = leaves(submission, *(draw.normal(*shape, std=0.7) for shape in shapes))
    losses = []
    for _ in range(3):
        logits = (x @ w1 + b1).relu() @ w2.T + b2
        likely = logits - logits.exp().sum(axis=1, keepdims=True).log()
        loss = -(target * likely).sum() / 6 + 0.01 * (w1**2).sum()
        loss.backward()
        losses.append(np.array(loss.data))
        for parameter in parameters:
            parameter.data = parameter.data - 0.2 * parameter.grad
            parameter.grad = None
    return {"losses": losses, "parameters": [np.array(parameter.data) for parameter in parameters]}
