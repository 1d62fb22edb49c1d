"""What the optimizers are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case

SHAPES = ((3, 4), (5,), (2, 1, 3), (3, 4))  # the first and last alike: state kept by shape would be shared
ALIKE = ((2, 3), (2, 3))
NO_EPS = 1e-20  # so small that its place in the formula can't be seen
PLAIN = ("SGD", "Momentum", "Nesterov")
SCALED = ("AdaGrad", "RMSProp", "Adam", "AdamW")
SIZES = (1.0, 300.0)  # of the gradients in the first draw and in the second
STEPS = (5, 16)
ROUNDING = "eps may stand inside or outside the root, which differ by this much at the most"


def arrays(draw: Any, shapes: Any = SHAPES) -> list[Any]:
    """Parameters of these shapes."""
    return [draw.normal(*shape) for shape in shapes]


def gradients(draw: Any, steps: int, shapes: Any = SHAPES, size: float = 1.0) -> list[list[Any]]:
    """One list of gradients for each step, no entry next to zero: there a root would magnify where eps stands."""
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    drawn = draw.rng.uniform(-1.5, 1.5, (steps, int(ends[-1])))
    rows = draw.tensor(size * (drawn + np.copysign(0.5, drawn)))
    return [[g.reshape(s) for g, s in zip(np.split(row, ends[:-1]), shapes, strict=True)] for row in rows]


def flat(params: list[Any]) -> Any:
    """A copy of all their entries in one row."""
    return np.concatenate([np.array(p).ravel() for p in params])


def movement(optimizer: Any, params: list[Any], steps: list[list[Any]]) -> Any:
    """How far each entry moved: a row for each step."""
    places = [flat(params)]
    for grads in steps:
        optimizer.step(grads)
        places.append(flat(params))
    return np.diff(places, axis=0)


def make(submission: Any, name: str, params: list[Any], lr: float, **more: Any) -> Any:
    """An optimizer whose eps and weight decay make no difference, and whose memory is short."""
    extra: dict[str, Any] = {"AdamW": {"weight_decay": 0.0}}.get(name, {})
    if name in SCALED:
        extra = {**extra, "eps": NO_EPS}
    if name in ("Adam", "AdamW"):
        extra = {**extra, "betas": (0.7, 0.8)}
    return getattr(submission, name)(params, lr=lr, **{**extra, **more})


@case("SGD goes against the gradient", points=1, hint="p ← p − lr·g, written into p itself: p -= lr * g.", public=True)
def sgd(submission, draw):
    params, lr = arrays(draw), draw.choice((0.03, 0.4))
    optimizer = submission.SGD(params=params, lr=lr) if draw.index else submission.SGD(params, lr)
    return movement(optimizer, params, gradients(draw, 2, size=SIZES[draw.index]))


@case("Momentum keeps a velocity", points=1, hint="v ← βv + g: the whole g, not (1 − β)g. Then p ← p − lr·v.")
def momentum(submission, draw):
    params, beta = arrays(draw), draw.choice((0.5, 0.8, 0.95))
    by_name = draw.index == 1
    optimizer = submission.Momentum(params, lr=0.05, beta=beta) if by_name else submission.Momentum(params, 0.05, beta)
    return movement(optimizer, params, gradients(draw, 4, size=SIZES[draw.index]))


@case("Nesterov looks ahead", points=1, hint="First v ← βv + g; then the step is g + βv, with the new v.")
def nesterov(submission, draw):
    params, beta = arrays(draw), draw.choice((0.5, 0.8, 0.95))
    by_name = draw.index == 1
    optimizer = submission.Nesterov(params, lr=0.05, beta=beta) if by_name else submission.Nesterov(params, 0.05, beta)
    return movement(optimizer, params, gradients(draw, 4, size=SIZES[draw.index]))


@case(
    "AdaGrad divides by the root of all squares so far",
    points=1,
    hint="s grows by g² at every step, before it is used.",
)
def adagrad(submission, draw):
    params = arrays(draw)
    optimizer = submission.AdaGrad(params, draw.choice((0.05, 0.2)), NO_EPS)
    return movement(optimizer, params, gradients(draw, 4, size=SIZES[draw.index]))


@case("RMSProp divides by a moving average", points=1, hint="s ← βs + (1−β)g² for each entry, begun at zero.")
def rmsprop(submission, draw):
    params, beta = arrays(draw), draw.choice((0.6, 0.8, 0.97))
    if draw.index:
        optimizer = submission.RMSProp(params, 0.05, beta, NO_EPS)
    else:
        optimizer = submission.RMSProp(params, lr=0.05, beta=beta, eps=NO_EPS)
    return movement(optimizer, params, gradients(draw, 4, size=SIZES[draw.index]))


@case(
    "Adam, step by step", points=2, hint="Both averages are divided by 1 − βᵗ, where t is 1 in the first call of step."
)
def adam(submission, draw):
    params = arrays(draw)
    betas = (draw.choice((0.5, 0.8, 0.9)), draw.choice((0.95, 0.99, 0.999)))
    optimizer = submission.Adam(params, draw.choice((0.02, 0.1)), betas, NO_EPS)
    return movement(optimizer, params, gradients(draw, STEPS[draw.index], size=SIZES[draw.index]))


@case(
    "AdamW decays the weights themselves", points=2, hint="lr·wd·p leaves p directly; m and v see the gradient alone."
)
def adamw(submission, draw):
    params, lr, decay = arrays(draw), draw.choice((0.05, 0.1)), draw.choice((0.2, 0.6))
    start = flat(params)
    betas = (draw.choice((0.5, 0.8)), draw.choice((0.95, 0.99)))
    if draw.index:
        optimizer = submission.AdamW(params, lr, betas, NO_EPS, decay)
    else:
        optimizer = submission.AdamW(params, lr=lr, betas=betas, eps=NO_EPS, weight_decay=decay)
    steps = gradients(draw, STEPS[draw.index], size=SIZES[draw.index])
    return {"start": start, "lr": lr, "decay": decay, "steps": movement(optimizer, params, steps)}


@case(
    "Defaults",
    points=1,
    hint="β 0.9; betas (0.9, 0.999); Adam's and AdamW's lr 1e-3; weight decay 0.01.",
    tol=1e-4,
    because=ROUNDING,
)
def defaults(submission, draw):
    seen = {}
    for name in (*PLAIN, *SCALED):
        params = arrays(draw)
        rate = () if name in ("Adam", "AdamW") else (0.01,)
        seen[name] = movement(getattr(submission, name)(params, *rate), params, gradients(draw, 3))
    return seen


@case(
    "Zero gradients",
    points=1,
    draws=1,
    hint="0 / (√0 + eps) is 0, not NaN. A gradient of zero still lets velocities and averages go on.",
    tol=1e-4,
    because=ROUNDING,
)
def zero_gradients(submission, draw):
    seen = {}
    for name in (*PLAIN, *SCALED):
        params, steps = arrays(draw), gradients(draw, 4)
        for step, place in ((0, 0), (1, 1), (2, 0), (2, 1), (2, 2), (2, 3)):
            steps[step][place][...] = 0.0
        steps[0][2][0], steps[1][3][:, 1] = 0.0, 0.0
        seen[name] = movement(getattr(submission, name)(params, lr=0.001), params, steps)
    return seen


@case(
    "The eps that was given counts",
    points=1,
    draws=1,
    hint="It stands beside the root in the denominator, and 1e-8 is its default.",
)
def eps(submission, draw):
    seen: dict[str, Any] = {"eps given": {}, "eps left out": {}, "eps as large as gradients": {}}
    for name in SCALED:
        # next to such gradients eps is all that counts; a short memory lets bias correction count for nothing
        memory: dict[str, Any] = {"betas": (0.8, 1e-5)} if name.startswith("Adam") else {}
        if name == "AdamW":
            memory["weight_decay"] = 0.0
        for key, size, given in (("eps given", 1e-6, {"eps": 1.0}), ("eps left out", 1e-14, {})):
            params = [np.zeros(shape) for shape in SHAPES]
            optimizer = getattr(submission, name)(params, lr=0.1, **memory, **given)
            seen[key][name] = movement(optimizer, params, gradients(draw, 2, size=size))
        params, steps = arrays(draw), gradients(draw, 1)
        optimizer = getattr(submission, name)(
            params, lr=0.1, **memory, eps=1.0
        )  # its own square: eps² under a root passes
        moved = movement(optimizer, params, steps)
        seen["eps as large as gradients"][name] = {"lr": 0.1, "eps": 1.0, "gradient": flat(steps[0]), "moved": moved}
    return seen


@case(
    "The arrays themselves are updated, views too",
    points=1,
    draws=1,
    hint="Write into each array: p -= ..., p[...] = ... or np.subtract(..., out=p). reshape and ravel may give copies.",
)
def in_place(submission, draw):
    seen = {}
    for name in (*PLAIN, *SCALED):
        buffer = draw.normal(6, 7)
        params = [buffer[1:3, 2:5], draw.strided(4, 3), draw.strided(5), buffer[4:, :1].T, draw.normal(1)]
        shapes = [p.shape for p in params]
        optimizer = make(submission, name, params, 0.05)
        steps = gradients(draw, 2, shapes)
        for grads in steps:
            grads[1] = np.asfortranarray(grads[1])
        seen[name] = {"movement": movement(optimizer, params, steps), "what lies around a view": buffer}
    return seen


@case(
    "Gradients are only read",
    points=1,
    draws=1,
    hint="Never write into grads, nor keep one of its arrays: the caller fills the same arrays anew for the next step.",
)
def grads_left_alone(submission, draw):
    seen = {}
    for name in (*PLAIN, *SCALED):
        params, buffers = arrays(draw), [np.empty(shape, order="F") for shape in SHAPES]
        optimizer, places, afterwards = make(submission, name, params, 0.05), [flat(params)], []
        for step in gradients(draw, 4):
            for buffer, values in zip(buffers, step, strict=True):
                buffer[...] = values
            grads = list(buffers)
            optimizer.step(grads)
            same = len(grads) == len(buffers) and all(a is b for a, b in zip(grads, buffers, strict=True))
            if not same:
                raise Fault("step puts other arrays into the list of gradients that it was given")
            afterwards.append(flat(grads))
            places.append(flat(params))
        seen[name] = {"movement": np.diff(places, axis=0), "gradients afterwards": np.stack(afterwards)}
    return seen


@case(
    "Two optimizers share nothing",
    points=1,
    draws=1,
    hint="State belongs to the instance: arrays made in __init__ (self.v = ...), not in the class.",
)
def independent(submission, draw):
    seen = {}
    for name in (*PLAIN, *SCALED):
        ours, theirs = arrays(draw, ALIKE), arrays(draw, ALIKE)
        first, second = make(submission, name, ours, 0.05), make(submission, name, theirs, 0.2)
        rows = [movement(first, ours, gradients(draw, 2, ALIKE)), movement(second, theirs, gradients(draw, 1, ALIKE))]
        rows += [movement(first, ours, gradients(draw, 1, ALIKE)), movement(second, theirs, gradients(draw, 2, ALIKE))]
        third = make(submission, name, ours, 0.1)  # on the same arrays: from now on they take turns
        rows += [movement(one, ours, gradients(draw, 1, ALIKE)) for one in (third, first, third)]
        seen[name] = np.concatenate(rows)
    return seen
