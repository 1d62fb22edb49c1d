"""What MultiHeadAttention is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

# B, Tq, Tk, d_model, heads; d_model / heads is a perfect square, so that its root is exact in either precision
SIZES = ((3, 4, 6, 12, 3), (2, 7, 5, 18, 2))
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")
GUARDS = "a small number that guards a denominator against 0 is right"


def build(submission: Any, draw: Any, d_model: int, num_heads: int) -> nn.Module:
    """A module where the inputs are, with random weights for which scores have a standard deviation of about 1."""
    module = submission.MultiHeadAttention(d_model, num_heads)
    if not isinstance(module, nn.Module):
        raise Fault("MultiHeadAttention(...) is not a torch.nn.Module: write class MultiHeadAttention(nn.Module)")
    assign(draw, module, d_model)
    if draw.device.type == "cpu" and draw.dtype == torch.float32:
        return module  # it is there: to() would only take time
    return module.to(draw.device, draw.dtype)


def assign(draw: Any, module: nn.Module, d_model: int) -> None:
    """Random numbers for the four projections, wherever they are, and for nothing else that the module may hold."""
    with torch.no_grad():
        for name in PROJECTIONS:
            layer = getattr(module, name, None)
            if not isinstance(layer, nn.Linear):
                raise Fault(f"{name} is not there as an nn.Linear")
            if layer.weight.shape != (d_model, d_model) or layer.bias is None:
                raise Fault(f"{name} is not nn.Linear(d_model, d_model), with a bias, for d_model = {d_model}")
            for values, std in ((layer.weight, 0.9 * d_model**-0.5), (layer.bias, 0.3)):
                values.copy_(torch.from_numpy(draw.rng.normal(0, std, tuple(values.shape)).astype(np.float32)))


def parameters(module: nn.Module) -> list[Tensor]:
    """The eight parameters: weight and bias of each projection."""
    return [value for name in PROJECTIONS for value in (getattr(module, name).weight, getattr(module, name).bias)]


def allowed(draw: Any, *shape: int) -> Tensor:
    """A random boolean mask of this shape in which every row has something to attend to, and something not."""
    share = draw.rng.random(shape)
    ranks = share.argsort(axis=-1).argsort(axis=-1)
    mask = ((share < 0.6) | (ranks == 0)) & (ranks < max(shape[-1] - 1, 1))
    return torch.from_numpy(mask).to(draw.device)


def finite(result: Tensor, leaves: list[Tensor]) -> Tensor:
    """The result. Fault where it or a gradient holds NaN or an infinity; one that doesn't arrive is 0."""
    if not bool(torch.isfinite(result).all()):
        raise Fault("the output is NaN or infinite where a row of the mask allows nothing")
    if not result.requires_grad:
        raise Fault("the result carries no gradient where a row of the mask allows nothing")
    slopes = torch.autograd.grad(result.square().sum(), leaves, retain_graph=True, allow_unused=True)
    if not all(bool(torch.isfinite(slope).all()) for slope in slopes if slope is not None):
        raise Fault("a gradient is NaN or infinite where a row of the mask allows nothing")
    return result


@case(
    "Self-attention: the right values",
    points=1.5,
    hint="Project, split the features into heads, attend in each head, put the heads side by side again, project.",
    public=True,
    tol=1e-5,
    because=GUARDS,
    draws=1,
)
def self_attention(submission, draw):
    b, t, _, d, h = draw.choice(SIZES)
    return build(submission, draw, d, h)(draw.normal(b, t, d))


@case(
    "Double precision stays double precision",
    points=0.5,
    hint="Neither .float() nor dtype=torch.float32 on the way: seven digits are all that would be left.",
    tol=2e-8,
    because=GUARDS,
    dtypes=("float64",),
    devices=("cpu",),
    draws=1,
)
def precision(submission, draw):
    return build(submission, draw, 16, 4)(draw.normal(6, 9, 16))


@case(
    "Queries, keys and values of their own",
    points=1.5,
    hint="key is query where none is given, value is key where none is given; there may be more keys than queries.",
    tol=1e-5,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def cross_attention(submission, draw):
    b, tq, tk, d, h = SIZES[draw.index]
    module = build(submission, draw, d, h)
    query, key, value = draw.normal(b, tq, d), draw.normal(b, tk, d), draw.normal(b, tk, d)
    with torch.no_grad():
        return {
            "forward(query, key, value)": module(query, key, value),
            "forward(query, key)": module(query, key),
            "forward(query)": module(query),
            "forward(query, value=value)": module(query, value=draw.normal(b, tq, d)),
            "by keywords": module(query=key, key=query, value=draw.normal(b, tq, d)),
            "one tensor three times": module(key, key, key),
        }


@case(
    "Any number of heads, any batch, any length, one included",
    points=0.5,
    hint="Heads are consecutive slices: with d_model = 6 and 2 heads, head 0 has features 0 to 2, head 1 has 3 to 5.",
    tol=1e-6,
    because="the root may be taken in float32: some head sizes are no squares here",
    dtypes=("float64",),
    devices=("cpu",),
    draws=1,
)
def shapes(submission, draw):
    modules = {(d, h): build(submission, draw, d, h) for d, h in ((6, 2), (6, 3), (5, 1), (4, 4), (16, 4), (4, 2))}
    results = {}
    for b, tq, tk, d, h in (
        (1, 3, 5, 6, 2),
        (1, 1, 1, 6, 2),
        (3, 1, 4, 6, 3),
        (2, 4, 1, 5, 1),
        (2, 3, 4, 4, 4),
        (4, 4, 4, 16, 4),
        (2, 2, 2, 4, 2),
    ):
        with torch.no_grad():
            result = modules[d, h](draw.normal(b, tq, d), draw.normal(b, tk, d))
        results[f"B {b}, Tq {tq}, Tk {tk}, d_model {d}, {h} heads"] = result
    return results


@case(
    "Masks of any shape that broadcasts",
    points=1,
    hint="The mask broadcasts to (B, heads, Tq, Tk) by itself; a mask of (Tq, Tk) is for every batch entry and head.",
    tol=1e-3,
    because=GUARDS,
    dtypes=("float32",),
    public=True,
    devices=("cpu",),
    draws=1,
)
def masks(submission, draw):
    b, tq, tk, d, h = draw.choice(SIZES)
    module = build(submission, draw, d, h)
    query, key, value = draw.normal(b, tq, d), draw.normal(b, tk, d), draw.normal(b, tk, d)
    results = {}
    for shape in (
        (tq, tk),
        (b, 1, 1, tk),
        (b, h, tq, tk),
        (1, h, tq, tk),
        (h, tq, tk),
        (b, 1, tq, tk),
        (h, 1, tk),
        (1, tk),
    ):
        results[f"mask of shape {shape}"] = module(query, key, value, mask=allowed(draw, *shape))
    causal = torch.ones(tq, tq, dtype=torch.bool).tril().to(draw.device)
    results["causal"] = module(query, mask=causal)
    alike = build(submission, draw, 16, 4)  # every size alike: a misplaced axis fits all the same
    for shape in ((4, 4), (4, 4, 4), (4, 1, 4), (4, 1, 1, 4)):
        results[f"all sizes 4, mask {shape}"] = alike(draw.normal(4, 4, 16), mask=allowed(draw, *shape))
    return results


@case(
    "A mask of 0 and 1 in any dtype",
    points=0.5,
    hint="mask == 0 and mask != 0 are boolean whatever the mask's dtype is; the result has the inputs' dtype.",
    tol=1e-3,
    because=GUARDS,
    devices=("cpu",),
    draws=1,
)
def mask_dtypes(submission, draw):
    module = build(submission, draw, 12, 3)
    x, mask = draw.normal(2, 5, 12), allowed(draw, 2, 1, 5, 5)
    kinds = (torch.bool, torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64)
    return {str(kind).removeprefix("torch."): module(x, mask=mask.to(kind)) for kind in kinds}


@case(
    "A row with nothing to attend to stays finite, and spoils no other",
    points=1,
    hint="softmax over nothing but -inf is NaN, and a NaN in one row reaches the gradients of every parameter.",
    tol=1e-3,
    because=GUARDS,
    dtypes=("float64",),
    devices=("cpu",),
    draws=1,
)
def empty_rows(submission, draw):
    module = build(submission, draw, 12, 3)
    x, memory = draw.normal(3, 4, 12), draw.normal(3, 5, 12)
    mask = allowed(draw, 3, 3, 4, 5)
    rows = draw.shuffled(range(4))
    mask[0, :, rows[0]] = False
    mask[0, draw.integer(0, 3), rows[1]] = False  # one head only
    mask[1, :, rows[1:3]] = False
    mask[2] = False
    mask = mask.to(draw.choice((torch.bool, torch.int64, torch.float32)))
    attending = (mask != 0).any(dim=-1).all(dim=1)  # (3, 4): something for each head
    padding = torch.tensor([[True, True, False, False], [False] * 4, [False] * 4], device=draw.device)
    padding = padding[:, None, None, :]
    params = parameters(module)
    return {
        "rows that allow something": draw.gradients(
            lambda q, k: finite(module(q, k, mask=mask), [q, k, *params])[attending], x, memory, params=params
        ),
        "beside a sequence of padding": finite(module(x, mask=padding), params)[0],
    }


@case(
    "Gradients reach inputs and parameters",
    points=1,
    hint="Tensor operations only, from the inputs to the result: no detach, .data, item, numpy or no_grad.",
    tol=1e-5,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def gradients(submission, draw):
    b, tq, tk, d, h = SIZES[draw.index]
    module = build(submission, draw, d, h).train(draw.index == 0)
    if draw.index == 0:
        return draw.gradients(lambda x: module(module(x)), draw.normal(b, tq, d), params=parameters(module))
    mask, memory = allowed(draw, b, 1, tq, tk), (draw.normal(b, tk, d), draw.normal(b, tk, d))
    return draw.gradients(
        lambda *inputs: module(*inputs, mask=mask), draw.normal(b, tq, d), *memory, params=parameters(module)
    )


def with_scores(draw: Any, scores: Any) -> tuple[Tensor, Tensor]:
    """query (1, Tq, 4 heads) and key (1, 4, 4 heads) for which each head's scores are these, (heads, Tq, 4)."""
    keys = np.stack([np.linalg.qr(draw.rng.normal(size=(4, 4)))[0] for _ in scores])
    query, key = (np.concatenate(list(slices), axis=-1)[None] for slices in (scores @ keys, 2 * keys))
    return draw.tensor(query), draw.tensor(key)


@case(
    "Scores up to 1,000 stay finite and right",
    points=0.5,
    hint="exp(100) overflows in float32: take each row's largest score out first, and the forbidden ones before that.",
    tol=2e-2,
    because="a score in the hundreds has an error of 1e-4 and more in float32, and so has its weight",
    dtypes=("float32",),
    devices=("cpu",),
)
def large_scores(submission, draw):
    module = build(submission, draw, 12, 3)
    with torch.no_grad():
        for layer in (module.q_proj, module.k_proj):
            layer.weight.copy_(torch.eye(12))
            layer.bias.zero_()
    near = np.array([[[999.0], [-999.0], [200.0], [0.0], [-60.0]]])
    signs = np.array([1, -1, 1, -1])
    noise = draw.rng.uniform(-1, 1, (3, 3, 5, 4))
    mask, value = torch.from_numpy(signs[None] > 0).to(draw.device), draw.normal(1, 4, 12)
    return {
        "close to each other": module(*with_scores(draw, near + noise[0]), value),
        "of both signs": module(*with_scores(draw, near * signs + noise[1]), value),
        "with a mask": module(*with_scores(draw, near * signs + noise[2]), value, mask=mask),
    }


def refused(submission: Any, d_model: int, num_heads: int) -> bool:
    """Whether the constructor raises ValueError. Fault if it raises something else."""
    try:
        submission.MultiHeadAttention(d_model, num_heads)
    except ValueError:
        return True
    except Exception as error:
        raise Fault(f"{type(error).__name__} is raised where heads don't divide d_model: ValueError belongs") from None
    return False


@case(
    "Heads that do not divide d_model raise ValueError",
    points=0.5,
    hint="Check d_model % num_heads in __init__, and raise ValueError: an assert raises another exception.",
    devices=("cpu",),
    dtypes=("float32",),
    draws=1,
)
def odd_heads(submission, draw):
    pairs = draw.shuffled([(10, 3), (6, 4), (7, 2), (4, 8), (9, 6)])
    raised = {f"d_model {d}, {h} heads": refused(submission, d, h) for d, h in pairs}
    d, h = draw.choice(((9, 1), (4, 4), (8, 2)))
    return {"raised": raised, "where they divide": build(submission, draw, d, h)(draw.normal(2, 3, d))}


@case(
    "A module like any other, call after call",
    points=1,
    hint="Keep nothing between calls, write into no input, read the parameters anew in each call.",
    tol=1e-3,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def call_after_call(submission, draw):
    module, other = build(submission, draw, 12, 3), build(submission, draw, 12, 3)
    wider = build(submission, draw, 18, 2)
    query, key, value = draw.strided(2, 4, 12), draw.strided(2, 6, 12), draw.normal(6, 2, 12).transpose(0, 1)
    mask = allowed(draw, 2, 1, 6, 4).transpose(-2, -1)
    mask |= mask.sum(dim=-1, keepdim=True) == 0
    shared = draw.normal(1, 4, 12).expand(2, 4, 12)
    calls = {
        "views": module(query, key, value),
        "views and a mask": module(query, key, value, mask=mask),
        "another module": other(query, key, value),
        "wider": wider(draw.normal(3, 5, 18)),
        "expanded": module(shared, query),
        "without the mask again": module(query, key, value),
        "in evaluation mode": module.eval()(query, key),
        "in training mode": module.train()(query, key, mask=mask),
    }
    buffer = query.clone()
    calls["a buffer"] = module(buffer)
    buffer.copy_(shared)  # same tensor, same memory, other numbers
    calls["the buffer refilled"] = module(buffer)
    module.load_state_dict(other.state_dict())
    calls["with the other's state"] = module(query, key)
    assign(draw, module, 12)
    calls["with new weights"] = module(query, key)
    calls["the other, unmoved by that"] = other(query, key)
    fresh = submission.MultiHeadAttention(12, 3).to(draw.device, draw.dtype)
    fresh.load_state_dict(module.state_dict())
    calls["a fresh one with this state"] = fresh(query)
    with torch.no_grad():
        calls["without grad"] = module(query, mask=mask[..., :4] | torch.eye(4, dtype=torch.bool, device=draw.device))
    return {"calls": calls, "inputs afterwards": [query, key, value, mask, shared, buffer]}


@case(
    "The work stays on the device",
    points=0.5,
    hint="No .cpu(), .numpy() or .tolist() on the way: whatever happens to the inputs happens where they are.",
    tol=1e-3,
    because=GUARDS,
    devices=("accelerator",),
    dtypes=("float32",),
    draws=1,
)
def on_the_device(submission, draw):
    module = build(submission, draw, 12, 3)
    query, key, mask = draw.normal(2, 4, 12), draw.normal(2, 6, 12), allowed(draw, 2, 1, 4, 6)
    heads = allowed(draw, 3, 4, 4).to(draw.choice((torch.int64, torch.float32)))
    mask[1, 0, draw.integer(0, 4)] = False
    attending = mask.any(dim=-1)[:, 0]
    with draw.staying(reads=24):  # a number for each row of scores: to ask whether it has anything to attend to
        masked = draw.gradients(lambda q, k: module(q, k, mask=mask)[attending], query, key, params=parameters(module))
    with draw.staying(reads=24):
        by_head = module.eval()(query, mask=heads)
    return {"query and key, with a mask": masked, "with a mask for each head": by_head}
