"""What Tensor is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

NEAR_ZERO = "a lone gradient may be next to zero, where rounding is all that is left of it"
CANCELLED = "some gradients cancel to zero, where rounding is all that is left of them"
BROADCAST = {
    "a row to a matrix": ((3, 4), (4,)),
    "a column to a matrix": ((3, 1), (3, 4)),
    "column and row": ((4, 1), (1, 3)),
    "no dimensions": ((), (2, 3)),
    "one element": ((2, 4), (1,)),
    "one by one": ((1, 1), (3,)),
    "three dimensions": ((2, 3, 4), (3, 1)),
    "in the middle": ((2, 1, 4), (5, 1)),
}
REDUCED = ({}, {"axis": 0}, {"axis": 1}, {"axis": -1}, {"keepdims": True}, {"axis": 1, "keepdims": True},
           {"axis": -2, "keepdims": True})  # fmt: skip
ROUNDS = 1666  # of three operations
DOUBLINGS = 60


def gradient(tensor: Any) -> Any:
    """A copy of a tensor's gradient, or None."""
    if tensor.grad is None:
        return None
    if not isinstance(tensor.grad, (np.ndarray, np.generic, float, int)):
        raise Fault(f"grad is a {type(tensor.grad).__name__[:30]}: it has to be None or a numpy array")
    return np.array(tensor.grad)


def flow(submission: Any, draw: Any, function: Any, *arrays: Any, std: float = 1.0) -> dict[str, Any]:
    """A function of tensors with gradients: its value, and their gradients after a backward with random weights."""
    leaves = [submission.Tensor(array, requires_grad=True) for array in arrays]
    result = function(*leaves)
    result.backward(draw.normal(*np.shape(result.data), std=std))
    return {"value": np.array(result.data), "gradients": [gradient(leaf) for leaf in leaves]}


def signed(draw: Any, *shape: int) -> Any:
    """Numbers of both signs, none near zero."""
    sizes = draw.uniform(*shape, low=0.6, high=2)
    return sizes * draw.tensor(np.where(draw.normal(*shape) > 0, 1.0, -1.0))


@case(
    "The four operations",
    points=1,
    hint="Each operand's gradient is the result's times the derivative by that operand: 1, -1, the other factor, ...",
    public=True,
)
def four_operations(submission, draw):
    a, b = draw.normal(3, 4), signed(draw, 3, 4)
    return {
        "a + b": flow(submission, draw, lambda x, y: x + y, a, b),
        "a - b": flow(submission, draw, lambda x, y: x - y, a, b),
        "a * b": flow(submission, draw, lambda x, y: x * y, a, b),
        "a / b": flow(submission, draw, lambda x, y: x / y, a, b),
        "-a": flow(submission, draw, lambda x: -x, a),
        "in a row": flow(submission, draw, lambda x, y: x * y - x / y + (-y), draw.normal(5), signed(draw, 5)),
        "a large gradient": flow(submission, draw, lambda x, y: x * y, a, b, std=1e4),
        "a small gradient": flow(submission, draw, lambda x, y: x / y, a, b, std=1e-9),
    }


@case(
    "Numbers on either side",
    points=1,
    hint="2 - x is no method of 2: Python asks x for __rsub__(2). Mind which of the two is subtracted or divided by.",
)
def numbers(submission, draw):
    a, real, whole = signed(draw, 2, 3), float(draw.uniform(low=1.2, high=3)), draw.choice((2, 3, 5))
    seen = {}
    for kind, number in (("a float", real), ("an int", whole), ("a negative number", -real)):
        seen[kind] = {
            "x + number": flow(submission, draw, lambda x, n=number: x + n, a),
            "number + x": flow(submission, draw, lambda x, n=number: n + x, a),
            "x - number": flow(submission, draw, lambda x, n=number: x - n, a),
            "number - x": flow(submission, draw, lambda x, n=number: n - x, a),
            "x * number": flow(submission, draw, lambda x, n=number: x * n, a),
            "number * x": flow(submission, draw, lambda x, n=number: n * x, a),
            "x / number": flow(submission, draw, lambda x, n=number: x / n, a),
            "number / x": flow(submission, draw, lambda x, n=number: n / x, a),
        }
    return seen


@case(
    "Broadcasting",
    points=1.5,
    hint="What numpy repeated on the way forward is summed on the way back, down to the operand's shape.",
    draws=1,
    scale=1.0,
    because=NEAR_ZERO,
)
def broadcasting(submission, draw):
    seen = {}
    for name, shapes in BROADCAST.items():
        for left, right in (shapes, shapes[::-1]):
            a, b = signed(draw, *left), signed(draw, *right)
            seen[f"{name}, {left} and {right}"] = {
                "+": flow(submission, draw, lambda x, y: x + y, a, b),
                "-": flow(submission, draw, lambda x, y: x - y, a, b),
                "*": flow(submission, draw, lambda x, y: x * y, a, b),
                "/": flow(submission, draw, lambda x, y: x / y, a, b),
            }
    return seen


@case("Powers", points=0.5, hint="The derivative of x ** n is n · x ** (n - 1), for any number n.")
def powers(submission, draw):
    a, positive = signed(draw, 2, 3), draw.uniform(4, low=0.5, high=2)
    exponents = {f"** {n}": flow(submission, draw, lambda x, n=n: x**n, a) for n in (1, 2, 3, 5, 0, -1, -2, 2.0, -3.0)}
    roots = {f"** {n}": flow(submission, draw, lambda x, n=n: x**n, positive) for n in (0.5, -0.5, 1.5, 2.3)}
    zeros = draw.tensor([0.0, float(draw.uniform(low=1, high=2)), 0.0])
    at_zero = {f"0 ** {n}": flow(submission, draw, lambda x, n=n: x**n, zeros) for n in (1, 2, 3)}
    return {"whole": exponents, "broken": roots, "at zero": at_zero}


@case(
    "Matrix product",
    points=1,
    hint="Each gradient has the shape of its operand: which product of the result's gradient and the other one has it?",
    scale=1.0,
    because=NEAR_ZERO,
)
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
    scale=1.0,
    because=NEAR_ZERO,
)
def functions(submission, draw):
    seen = {}
    for shape in ((3, 4), (5,), (), (2, 1, 3)):
        a, positive = draw.normal(*shape, std=1.5), draw.uniform(*shape, low=0.3, high=3)
        seen[f"shape {shape}"] = {
            "relu": flow(submission, draw, lambda x: x.relu(), a),
            "exp": flow(submission, draw, lambda x: x.exp(), a),
            "log": flow(submission, draw, lambda x: x.log(), positive),
            "tanh": flow(submission, draw, lambda x: x.tanh(), a),
        }
    zeros = draw.tensor(draw.shuffled((0.0, -0.0, 1.5, -2.5, 0.0)))
    seen["relu at zero"] = flow(submission, draw, lambda x: x.relu(), zeros)
    seen["one after the other"] = flow(
        submission, draw, lambda x: ((x.tanh() + 1.5).log() * 0.5).exp().relu(), draw.normal(4, 3)
    )
    return seen


@case(
    "Sums and means",
    points=1.5,
    hint="Each summand gets the gradient of its sum: put the summed axis back, then repeat along it; a mean divides.",
    draws=1,
    scale=1.0,
    because=NEAR_ZERO,
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
        flow(submission, draw, lambda x: x.mean(0, True) * x, vector),
    ]
    seen["no dimensions"] = [flow(submission, draw, lambda x: x.sum() * x.mean(), lone)]
    return seen


@case("Reshape and T", points=0.5, hint="Back to the shape that it came from: reshape undoes reshape, T undoes T.")
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


@case(
    "A tensor used more than once",
    points=1.5,
    hint="Add contributions up, and pass a gradient on only when it is complete, from all that use the tensor.",
    scale=1.0,
    because=CANCELLED,
)
def used_twice(submission, draw):
    a, b, square = signed(draw, 3, 2), signed(draw, 3, 2), draw.normal(3, 3)
    return {
        "x + x": flow(submission, draw, lambda x: x + x, a),
        "x - x": flow(submission, draw, lambda x: x - x, a),
        "x * x": flow(submission, draw, lambda x: x * x, a),
        "x / x": flow(submission, draw, lambda x: x / x, a),
        "x @ x": flow(submission, draw, lambda x: x @ x, square),
        "x.T @ x": flow(submission, draw, lambda x: x.T @ x, a),
        "x minus its mean": flow(submission, draw, lambda x: (x - x.mean(axis=0)) ** 2, a),
        "softmax": flow(submission, draw, lambda x: x.exp() / x.exp().sum(axis=1, keepdims=True), a),
        "ways of several lengths": flow(submission, draw, ladder, a * 0.5, b),
        "the other way round": flow(submission, draw, lambda x, y: ladder(y, x), a, b * 0.5),
        "at once and later": flow(submission, draw, early_and_late, a, b),
        "later and at once": flow(submission, draw, lambda x, y: y + early_and_late(x, y), a, b),
    }


@case(
    "A second backward adds to the first",
    points=1,
    hint="Only the tensors you began with keep what they got; each backward starts afresh for what lies in between.",
)
def second_backward(submission, draw):
    x, y = (submission.Tensor(signed(draw, 2, 3), requires_grad=True) for _ in range(2))
    between = x * y
    one, other = between.tanh() + x, (between * between).mean()
    seen = []
    for grad in (draw.normal(2, 3), draw.normal(2, 3)):  # the same result, twice
        one.backward(grad)
        seen.append([gradient(x), gradient(y)])
    other.backward()  # another result, of the same intermediate one
    seen.append([gradient(x), gradient(y)])
    (x * 3.0 + 0.0).sum().backward()  # a new graph
    seen.append([gradient(x), gradient(y)])
    x.grad = None
    one.backward(draw.normal(2, 3))
    seen.append([gradient(x), gradient(y)])
    summands = [submission.Tensor(draw.normal(4), requires_grad=True) for _ in range(2)]
    total = summands[0] + summands[1]
    for _ in range(3):  # neither may write into the other's gradient
        total.backward(draw.normal(4))
        (summands[1] * 2.0).backward(draw.normal(4))
    return {"gradients": seen, "summands": [gradient(tensor) for tensor in summands]}


@case(
    "Who gets a gradient",
    points=1,
    hint="requires_grad=False, the default, means that grad stays None, whatever is computed with the tensor.",
)
def who_gets_one(submission, draw):
    constant, other = submission.Tensor(draw.normal(3, 4)), submission.Tensor(signed(draw, 4), requires_grad=False)
    weights = submission.Tensor(draw.normal(4, 2), requires_grad=True)
    bias = submission.Tensor(draw.normal(2), requires_grad=True)
    idle = submission.Tensor(draw.normal(2), True)
    first = [gradient(tensor) for tensor in (constant, other, weights, bias, idle)]
    hidden = (constant * other - other / 2.0) @ weights
    loss = ((hidden + bias).tanh() * (other.sum() + constant.mean())).sum() + (constant**2).mean()
    loss.backward()
    after = [gradient(tensor) for tensor in (constant, other, weights, bias)]
    (weights.T @ (constant.exp() + other.relu()).T).backward(draw.normal(2, 3))
    later = [gradient(tensor) for tensor in (constant, other, weights, bias)]
    return {"before": first, "loss": np.array(loss.data), "after": after, "later": later}


@case(
    "Where backward starts",
    points=0.5,
    hint="Without grad, the one element has gradient 1, in the result's own shape; with it, start from it.",
    scale=1.0,
    because=NEAR_ZERO,
)
def start(submission, draw):
    seen = {}
    for shape in ((), (1,), (1, 1)):
        for name, weights in (("no grad", ()), ("None", (None,)), ("given", (draw.uniform(*shape, low=2, high=3),))):
            x = submission.Tensor(draw.normal(*shape), requires_grad=True)
            y = submission.Tensor(draw.normal(2, 3), requires_grad=True)
            result = (x * y.sum()).tanh() + x
            result.backward(*weights)
            seen[f"shape {shape}, {name}"] = [np.array(result.data), gradient(x), gradient(y)]
    x = submission.Tensor(draw.normal(3, 4), requires_grad=True)
    (x * x).backward(grad=draw.strided(3, 4))
    return seen | {"by name, a view": gradient(x)}


@case(
    "What goes in stays as it is",
    points=1,
    hint="No operation and no backward writes into an array: not data, not the grad passed in. Nor does +=.",
)
def left_alone(submission, draw):
    arrays = [draw.normal(3, 4), signed(draw, 3, 4), draw.strided(3, 4), signed(draw, 4)]
    tensors = [submission.Tensor(array, requires_grad=True) for array in arrays]
    a, b, c, d = tensors
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
    return {
        "arrays passed in": arrays,
        "data of the tensors": [np.array(tensor.data) for tensor in tensors],
        "results at first": values,
        "results afterwards": [np.array(step.data) for step in steps],
        "grads passed in": [*weights, grad],
        "after +=, *=, -= and /=": np.array(total.data),
        "gradients": [gradient(tensor) for tensor in tensors],
    }


@case(
    "Lists, numbers and whole numbers",
    points=0.5,
    hint="Turn data into a float64 array in __init__: gradients of whole numbers are seldom whole.",
)
def whole_numbers(submission, draw):
    whole = draw.integers(1, 9, 2, 3)
    inputs = {"integers": whole, "lists of ints": whole.tolist(), "lists": signed(draw, 2, 3).tolist()}
    seen: dict[str, Any] = {}
    for name, data in inputs.items():
        x, scale = (
            submission.Tensor(data, requires_grad=True),
            submission.Tensor(draw.integer(2, 6), requires_grad=True),
        )
        loss = (x / 7 + x**-1 + x * 0.3 - scale * x.tanh()).mean()
        loss.backward()
        found = [x.data, scale.data, loss.data, gradient(x), gradient(scale)]
        seen[name] = [np.asarray(value, dtype=np.float64) for value in found]
    return seen


@case(
    "A chain of 5,000 operations",
    points=1,
    hint="Recursion stops at 1,000 calls: keep a stack in a list. Visit each tensor once, by however many ways.",
    draws=1,
    scale=1.0,
    because="the sum of thousands of gradients may be next to zero",
    seconds=6,
)
def long_chain(submission, draw):
    begin, x = (submission.Tensor(draw.normal(2), requires_grad=True) for _ in range(2))
    factors = [float(factor) for factor in np.exp(draw.uniform(ROUNDS, low=-0.02, high=0.02))]
    y = begin
    for factor in factors:
        y = -((y + x) * factor)
    y = y * x + y
    y.backward(draw.normal(2))
    twice = submission.Tensor(draw.normal(3), requires_grad=True)
    z = twice
    for _ in range(DOUBLINGS):
        z = (z + z) * 0.5
    z.backward(draw.normal(3))
    chain = [np.array(y.data), gradient(begin), gradient(x)]
    return {"chain": chain, "each step uses its operand twice": [np.array(z.data), gradient(twice)]}


@case(
    "A network learns",
    points=1,
    hint="Everything together: if all else passes, look at what is kept from one step to the next.",
)
def network(submission, draw):
    x, labels = submission.Tensor(draw.normal(6, 3)), np.eye(4)[draw.integers(0, 4, 6)]
    target = submission.Tensor(labels)
    shapes = ((3, 5), (5,), (5, 4), (4,))
    parameters = [submission.Tensor(draw.normal(*shape, std=0.7), requires_grad=True) for shape in shapes]
    w1, b1, w2, b2 = parameters
    losses = []
    for _ in range(3):
        logits = (x @ w1 + b1).relu() @ w2 + b2
        likely = logits - logits.exp().sum(axis=1, keepdims=True).log()
        loss = -(target * likely).sum() / 6 + 0.01 * (w1**2).sum()
        loss.backward()
        losses.append(np.array(loss.data))
        for parameter in parameters:
            parameter.data = parameter.data - 0.2 * parameter.grad
            parameter.grad = None
    return {"losses": losses, "parameters": [np.array(parameter.data) for parameter in parameters]}
