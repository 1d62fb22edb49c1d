"""What TransformerBlock is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

SIZES = ((3, 5, 12, 3, 20), (2, 6, 16, 4, 7))  # B, T, d_model, heads, d_ff
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")
RATES = (0.2, 0.3, 0.4, 0.6)  # not 1/2, where dropped and kept are alike
EPS = "another eps in a LayerNorm, or a guard in a denominator, is right"


def build(submission: Any, draw: Any, d_model: int, heads: int, d_ff: int, **options: Any) -> nn.Module:
    """A block where the inputs are, with random weights."""
    block = submission.TransformerBlock(d_model, heads, d_ff, **options)
    if not isinstance(block, nn.Module):
        raise Fault("TransformerBlock(...) is not a torch.nn.Module: write class TransformerBlock(nn.Module)")
    assign(draw, block, d_model, d_ff)
    if draw.device.type == "cpu" and draw.dtype == torch.float32:
        return block  # it is there: to() would only take time
    return block.to(draw.device, draw.dtype)


def linear(owner: Any, path: str, inputs: int, outputs: int) -> nn.Linear:
    """The nn.Linear at this path, such as attn.q_proj. Fault if it is not there or has another size."""
    layer = owner
    for name in path.split("."):
        layer = getattr(layer, name, None)
    if not isinstance(layer, nn.Linear):
        raise Fault(f"{path} is not there as an nn.Linear")
    if layer.weight.shape != (outputs, inputs) or layer.bias is None:
        raise Fault(f"{path} is not nn.Linear({inputs}, {outputs}), with a bias")
    return layer


def norm(owner: Any, name: str, size: int) -> nn.LayerNorm:
    """The nn.LayerNorm of this name. Fault if it is not there or has another size."""
    layer = getattr(owner, name, None)
    if not isinstance(layer, nn.LayerNorm) or layer.weight is None or layer.weight.shape != (size,):
        raise Fault(f"{name} is not there as an nn.LayerNorm({size})")
    return layer


def parts(block: nn.Module, d_model: int, d_ff: int) -> list[Any]:
    """The eight layers of a block, in a fixed order."""
    attention = [linear(block, f"attn.{name}", d_model, d_model) for name in PROJECTIONS]
    ends = [linear(block, "fc1", d_model, d_ff), linear(block, "fc2", d_ff, d_model)]
    return [norm(block, "norm1", d_model), *attention, norm(block, "norm2", d_model), *ends]


def assign(draw: Any, block: nn.Module, d_model: int, d_ff: int) -> None:
    """Random numbers for the eight layers, wherever they are, and for nothing else that the block may hold."""
    for layer in parts(block, d_model, d_ff):
        if isinstance(layer, nn.LayerNorm):
            put(layer.weight, draw.rng.uniform(0.6, 1.5, d_model))
            put(layer.bias, draw.rng.normal(0, 0.3, d_model))
        else:
            assign_linear(draw, layer)


def assign_linear(draw: Any, layer: nn.Linear) -> None:
    """Random numbers for a layer that has inputs of size about 1: outputs have that, too."""
    outputs, inputs = layer.weight.shape
    put(layer.weight, draw.rng.normal(0, 0.8 * inputs**-0.5, (outputs, inputs)))
    put(layer.bias, draw.rng.normal(0, 0.3, outputs))


def put(values: Tensor, numbers: Any) -> None:
    """Write these numbers, rounded to float32, into a parameter."""
    with torch.no_grad():
        values.copy_(torch.from_numpy(numbers.astype(np.float32)))


def parameters(block: nn.Module, d_model: int, d_ff: int) -> list[Tensor]:
    """The sixteen parameters: weight and bias of each layer."""
    return [value for layer in parts(block, d_model, d_ff) for value in (layer.weight, layer.bias)]


def away_from_the_kink(draw: Any, block: nn.Module, d_model: int, d_ff: int) -> None:
    """Hidden units that are clearly on or clearly off: at relu's kink, rounding would decide about gradients."""
    put(block.fc1.weight, draw.rng.normal(0, 0.25 / d_model**0.5, (d_ff, d_model)))
    put(block.fc1.bias, draw.rng.uniform(2.0, 3.0, d_ff) * draw.rng.choice((-1.0, 1.0), d_ff))


def silence(layer: nn.Linear, bias: float = 0.0) -> None:
    """Make a layer give `bias` everywhere."""
    with torch.no_grad():
        layer.weight.zero_()
        layer.bias.fill_(bias)


def sequence(draw: Any, *shape: int) -> Tensor:
    """Inputs whose mean is not 0 and whose deviation is not 1: a norm that is left out shows."""
    return draw.normal(*shape, mean=0.7, std=1.6)


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
    "The whole block: the right values",
    points=1.5,
    hint="Normalise, attend, add to x; normalise that sum, fc1, relu, fc2, add. The norms stand before the branches.",
    public=True,
    tol=5e-4,
    because=EPS,
    draws=1,
)
def values(submission, draw):
    b, t, *sizes = draw.choice(SIZES)
    return build(submission, draw, *sizes)(sequence(draw, b, t, sizes[0]))


@case(
    "Each branch by itself is added to x",
    points=1,
    hint="With fc2 silent, the result is x + attn(norm1(x)); with out_proj silent, x + fc2(relu(fc1(norm2(x)))).",
    public=True,
    tol=5e-4,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def branches(submission, draw):
    b, t, *sizes = draw.choice(SIZES)
    x = sequence(draw, b, t, sizes[0])
    block = build(submission, draw, *sizes)
    silence(block.attn.out_proj)
    with torch.no_grad():
        network = block(x)
        silence(block.fc2)
        neither = block(x)
        assign_linear(draw, block.attn.out_proj)
        return {"attention alone": block(x), "network alone": network, "neither": neither}


@case(
    "Double precision stays double precision",
    points=0.5,
    hint="Neither .float() nor dtype=torch.float32 on the way: seven digits are all that would be left.",
    tol=2e-8,
    because="a guard in a denominator is right",
    dtypes=("float64",),
    devices=("cpu",),
    draws=1,
)
def precision(submission, draw):
    x = draw.normal(5, 7, 16, mean=7e3, std=1e4)  # beside such a deviation no eps counts
    return build(submission, draw, 16, 4, 9)(x) - x


@case(
    "Any sizes, one included",
    points=0.5,
    hint="d_ff may be smaller than d_model; a batch or a sequence of 1 keeps its axis.",
    tol=1e-3,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def shapes(submission, draw):
    results = {}
    sizes = ((6, 2, 5, (1, 4), (3, 1)), (5, 1, 1, (2, 3)), (4, 4, 4, (1, 1), (4, 4)))
    for d, h, ff, *inputs in sizes:
        block = build(submission, draw, d, h, ff)
        for b, t in inputs:
            x = draw.normal(b, t, d, mean=20, std=30)  # a few numbers may be close to each other: no eps should count
            with torch.no_grad():
                results[f"B {b}, T {t}, d_model {d}, {h} heads, d_ff {ff}"] = block(x) - x
    return results


@case(
    "The mask reaches the attention",
    points=1,
    hint="True: a position may see the other. Forbidden scores leave before the softmax, however large they are.",
    tol=5e-4,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def masks(submission, draw):
    _, t, d, h, ff = draw.choice(SIZES)
    b = h  # a mask for each head that is taken for one for each sequence fits all the same
    block, alike = build(submission, draw, d, h, ff), build(submission, draw, 16, 4, 9)
    x = sequence(draw, b, t, d)
    causal = torch.ones(t, t, dtype=torch.bool).tril().to(draw.device)
    one_each = torch.from_numpy(np.eye(t, dtype=bool)[draw.rng.permutation(t)]).to(draw.device)
    with torch.no_grad():
        results = {
            "causal": block(x, mask=causal),
            "padding": block(x, mask=allowed(draw, b, 1, 1, t)),
            "one for each head": block(x, mask=allowed(draw, h, t, t).long()),
            "one for each sequence": block(x, mask=allowed(draw, b, 1, t, t).to(draw.dtype)),
            "none": block(x, mask=None),
            "all sizes 4": alike(sequence(draw, 4, 4, 16), mask=allowed(draw, 4, 4)),
        }
        block.attn.q_proj.weight.mul_(150)  # scores in the hundreds, beside which -100 is not low
        results["large scores, a single position allowed"] = block(x, mask=one_each)
    return results


@case(
    "A position with nothing to attend to stays finite, and spoils no other",
    points=0.5,
    hint="softmax over nothing but -inf is NaN, and a NaN in one row reaches the gradients of every parameter.",
    tol=1e-3,
    because=EPS,
    dtypes=("float64",),
    devices=("cpu",),
    draws=1,
)
def empty_rows(submission, draw):
    _, t, d, h, ff = draw.choice(SIZES)
    block = build(submission, draw, d, h, ff)
    away_from_the_kink(draw, block, d, ff)
    mask = allowed(draw, 3, 1, t, t)
    mask[0, 0, 0] = False  # padding on the left, all of it, and anywhere
    mask[1] = False
    mask[2, 0, draw.integer(1, t)] = False
    attending = mask.any(dim=-1)[:, 0]  # (3, T)
    params = parameters(block, d, ff)
    return draw.gradients(
        lambda x: finite(block(x, mask=mask), [x, *params])[attending], sequence(draw, 3, t, d), params=params
    )


@case(
    "Gradients reach the input and all sixteen parameters",
    points=1.5,
    hint="Tensor operations only, from x to the result: no detach, .data, item, numpy or no_grad.",
    tol=5e-4,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
)
def gradients(submission, draw):
    b, t, d, h, ff = SIZES[draw.index]
    block = build(submission, draw, d, h, ff, dropout=0.5 * draw.index).train(draw.index == 0)
    away_from_the_kink(draw, block, d, ff)
    mask = allowed(draw, b, 1, t, t) if draw.index else None
    return draw.gradients(lambda x: block(x, mask=mask), sequence(draw, b, t, d), params=parameters(block, d, ff))


@case(
    "No dropout in evaluation mode",
    points=0.5,
    hint="nn.Dropout follows train() and eval(); F.dropout has to be told: training=self.training.",
    tol=5e-4,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def evaluation(submission, draw):
    b, t, *sizes = draw.choice(SIZES)
    x = sequence(draw, b, t, sizes[0])
    block = build(submission, draw, *sizes, dropout=draw.choice(RATES))
    with torch.no_grad():
        block(x)  # in training mode, whatever it gives
        results = [block.eval()(x), block(x, mask=allowed(draw, t, t))]
        block.train()(x)
        return [*results, block.eval()(x)]


@case(
    "In training, dropout acts on each branch before it is added",
    points=1.5,
    hint="x + dropout(branch), twice: nothing else is dropped, and what is kept is divided by 1 - dropout.",
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def dropout(submission, draw):
    b, t, d, h, ff = 8, 10, 16, 4, 12
    rate = draw.choice(RATES)
    block = submission.TransformerBlock(d, h, ff, rate)
    assign(draw, block, d, ff)
    block.to(draw.device, draw.dtype)
    x, weights = sequence(draw, b, t, d), draw.normal(b, t, d)
    with torch.no_grad():
        silence(block.attn.out_proj)  # the network alone
        network = {"kept": block.eval()(x), "trained": block.train()(x)}
        silence(block.fc2)  # the attention branch alone
        assign_linear(draw, block.attn.out_proj)
        attention = {"kept": block.eval()(x), "trained": block.train()(x)}
    silence(block.attn.out_proj, 1.0)  # both branches constant: each element of the result tells what became of both
    silence(block.fc2, 2.5)
    results = [block(x), block(x)]
    if not results[0].requires_grad:
        raise Fault("in training mode the result carries no gradient")
    slopes = torch.autograd.grad((results[0] * weights).sum(), [block.attn.out_proj.bias, block.fc2.bias])
    drawn = {"rate": rate, "x": x, "weights": weights}
    return {
        **drawn,
        "attention branch": attention,
        "network branch": network,
        "constant branches": results,
        "gradients": list(slopes),
    }


@case(
    "A module like any other, call after call",
    points=1,
    hint="Keep nothing between calls, write into no input, share nothing between blocks.",
    tol=5e-4,
    because=EPS,
    dtypes=("float32",),
    devices=("cpu",),
    draws=1,
)
def call_after_call(submission, draw):
    first, second = build(submission, draw, 12, 3, 20), build(submission, draw, 12, 3, 20)
    x, y = sequence(draw, 4, 2, 12).transpose(0, 1), sequence(draw, 3, 6, 12)[:, ::2]
    shared = sequence(draw, 1, 4, 12).expand(2, 4, 12)
    mask = allowed(draw, 4, 4)
    with torch.no_grad():
        calls = {
            "a view": first(x),
            "with a mask": first(x, mask=mask),
            "another block": second(x),
            "another length": first(sequence(draw, 2, 5, 12)),
            "without the mask again": first(x),
            "expanded": first(shared),
            "in a stack": nn.Sequential(first, second, first)(y),
        }
        buffer = x.clone()
        calls["a buffer"] = first(buffer)
        buffer.copy_(shared)  # same tensor, same memory, other numbers
        calls["the buffer refilled"] = first(buffer)
        first.load_state_dict(second.state_dict())
        calls["with the other's state"] = first(x)
        assign(draw, first, 12, 20)
        calls["with new weights"] = first(x)
        calls["the other, unmoved by that"] = second(x)
        fresh = submission.TransformerBlock(12, 3, 20).to(draw.device, draw.dtype)
        fresh.load_state_dict(first.state_dict())
        calls["a fresh one with this state"] = fresh(x)
    return {"calls": calls, "inputs afterwards": [x, y, shared, buffer, mask]}


@case(
    "The work stays on the device",
    points=0.5,
    hint="No .cpu(), .numpy() or .tolist() on the way: whatever happens to x happens where it is.",
    tol=1e-3,
    because=EPS,
    devices=("accelerator",),
    dtypes=("float32",),
    draws=1,
)
def on_the_device(submission, draw):
    rate = draw.choice(RATES)
    block = build(submission, draw, 12, 3, 20, dropout=rate)
    away_from_the_kink(draw, block, 12, 20)
    x, mask = sequence(draw, 2, 4, 12), allowed(draw, 2, 1, 4, 4)
    heads = allowed(draw, 3, 4, 4).to(draw.choice((torch.int64, torch.float32)))
    mask[1, 0, draw.integer(0, 4)] = False
    attending = mask.any(dim=-1)[:, 0]
    with draw.staying(reads=24):  # a number for each row of scores: to ask whether it has anything to attend to
        masked = draw.gradients(lambda x: block.eval()(x, mask=mask)[attending], x, params=parameters(block, 12, 20))
    with draw.staying(reads=24):
        by_head = block(x, mask=heads)
    silence(block.attn.out_proj, 1.0)
    silence(block.fc2, 2.5)
    with draw.staying(reads=24):
        trained = block.train()(x, mask=mask)
    kept = {round(value * (1 - rate), 1) for value in (trained - x).flatten().tolist()}
    return {
        "with a mask": masked,
        "with a mask for each head": by_head,
        "in training": {"empty slice": trained[:0], "dropped": [bool(kept & {0.0, 2.5}), bool(kept & {0.0, 1.0})]},
    }
