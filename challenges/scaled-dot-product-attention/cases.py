"""What scaled_dot_product_attention is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from dlexam.grading.kit import Fault, case

# d is a perfect square wherever float64 is judged sharply: √d is then exact in either precision
SIZES = (((2, 3), 4, 6, 9, 5), ((3,), 7, 5, 16, 2))  # leading dimensions, Tq, Tk, d, dv
GUARDS = "a small number that guards a denominator against 0 is right"


def triple(draw: Any, leading: tuple[int, ...], tq: int, tk: int, d: int, dv: int) -> tuple[Tensor, Tensor, Tensor]:
    """Q, K, V whose scores have a standard deviation of about 1.1: far from one-hot, far from uniform."""
    return draw.normal(*leading, tq, d, std=1.05), draw.normal(*leading, tk, d, std=1.05), draw.normal(*leading, tk, dv)


def allowed(draw: Any, *shape: int) -> Tensor:
    """A random boolean mask of this shape in which every row has something to attend to, and something not."""
    share = draw.rng.random(shape)
    mask = share < 0.6
    ranks = share.argsort(axis=-1)
    mask |= ranks.argsort(axis=-1) == 0
    mask &= ranks.argsort(axis=-1) < max(shape[-1] - 1, 1)
    return torch.from_numpy(mask).to(draw.device)


def finite(result: Tensor, inputs: tuple[Tensor, ...]) -> Tensor:
    """The result. Fault where it or a gradient holds NaN or an infinity; one that doesn't arrive is 0."""
    if not bool(torch.isfinite(result).all()):
        raise Fault("the output is NaN or infinite where a row of the mask allows nothing")
    if not result.requires_grad:
        raise Fault("the result carries no gradient where a mask allows nothing")
    slopes = torch.autograd.grad(result.square().sum(), inputs, retain_graph=True, allow_unused=True)
    if not all(bool(torch.isfinite(slope).all()) for slope in slopes if slope is not None):
        raise Fault("a gradient is NaN or infinite where a row of the mask allows nothing")
    return result


@case(
    "Values without a mask",
    points=1.5,
    hint="Scores Q Kᵀ / √d, where d is the size of a query; softmax over the keys, the last axis; then times V.",
    public=True,
    tol=1e-5,
    because=GUARDS,
)
def values(submission, draw):
    return submission.scaled_dot_product_attention(*triple(draw, *SIZES[draw.index]))


@case(
    "Double precision stays double precision",
    points=0.5,
    hint="Neither .float() nor dtype=torch.float32 on the way: seven digits are all that would be left.",
    tol=2e-8,
    because=GUARDS,
    dtypes=("float64",),
    devices=("cpu",),
)
def precision(submission, draw):
    return submission.scaled_dot_product_attention(*triple(draw, (4, 3), 7, 9, 16, 11))


@case(
    "Any number of leading dimensions, any lengths, one included",
    points=1,
    hint="Count axes from the end (-1, -2), use matmul or @, and let nothing depend on how many axes come before.",
    tol=1e-6,
    because="√d may be taken in float32: d is no square here",
    dtypes=("float64",),
    devices=("cpu",),
)
def shapes(submission, draw):
    attend = submission.scaled_dot_product_attention
    results = {}
    for leading, tq, tk, d, dv in (
        ((), 3, 5, 7, 2),
        ((1,), 1, 4, 6, 3),
        ((2,), 4, 1, 3, 5),
        ((3, 2), 2, 3, 1, 4),
        ((2, 1, 3), 5, 2, 8, 1),
        ((1, 1), 1, 1, 2, 2),
        ((4,), 4, 4, 4, 4),
        ((2, 3), 6, 6, 5, 5),
    ):
        results[f"leading {leading}, Tq {tq}, Tk {tk}, d {d}, dv {dv}"] = attend(*triple(draw, leading, tq, tk, d, dv))
    return results


@case(
    "A mask says which keys a query may see",
    points=1,
    hint="True means: may attend. Forbidden scores go to a very low number before the softmax, not to 0 after it.",
    public=True,
    tol=5e-4,
    because=GUARDS,
)
def masks(submission, draw):
    leading, tq, tk, *_ = SIZES[draw.index]
    Q, K, V = triple(draw, *SIZES[draw.index])
    mask = allowed(draw, *leading, tq, tk)
    causal = torch.ones(tq, tk, dtype=torch.bool).tril().to(draw.device)
    return {
        "a mask of its own for each": submission.scaled_dot_product_attention(Q, K, V, mask=mask),
        "a causal mask": submission.scaled_dot_product_attention(Q, K, V, mask=causal),
        "all allowed": submission.scaled_dot_product_attention(Q, K, V, mask=torch.ones_like(mask)),
    }


@case(
    "Smaller masks are broadcast",
    points=1,
    hint="Leave the mask's shape as it is: masked_fill, where and arithmetic broadcast it to (..., Tq, Tk).",
    tol=5e-4,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def broadcast_masks(submission, draw):
    b, h, tq, tk = 2, 3, 4, 5
    shapes = ((tq, tk), (1, tk), (tk,), (h, 1, tk), (h, tq, tk), (b, 1, 1, tk), (b, 1, tq, tk), (1, h, tq, tk))
    Q, K, V = triple(draw, (b, h), tq, tk, 9, 6)
    results = {
        f"mask of shape {shape}": submission.scaled_dot_product_attention(Q, K, V, mask=allowed(draw, *shape))
        for shape in shapes
    }
    alone = triple(draw, (), 3, 4, 9, 2)  # no leading dimension
    results["no leading dimension"] = submission.scaled_dot_product_attention(*alone, mask=allowed(draw, 4))
    same = triple(draw, (4,), 4, 4, 9, 4)  # every size alike: a misplaced axis fits all the same
    for shape in ((4, 4), (4, 1, 4), (4,)):
        mask = allowed(draw, *shape)
        results[f"all sizes 4, mask {shape}"] = submission.scaled_dot_product_attention(*same, mask=mask)
    return results


@case(
    "A mask of 0 and 1 in any dtype",
    points=0.5,
    hint="mask == 0 and mask != 0 are boolean whatever the mask's dtype is; the result has the dtype of Q, K and V.",
    tol=5e-4,
    because=GUARDS,
    devices=("cpu",),
)
def mask_dtypes(submission, draw):
    Q, K, V = triple(draw, (2,), 4, 6, 9, 3)
    mask = allowed(draw, 2, 4, 6)
    kinds = (torch.bool, torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64)
    return {
        str(kind).removeprefix("torch."): submission.scaled_dot_product_attention(Q, K, V, mask=mask.to(kind))
        for kind in kinds
    }


def partly_empty(draw: Any) -> tuple[Tensor, Tensor]:
    """A mask (2, 1, 4, 5) with rows that allow nothing, and where rows of (2, 3, 4) allow something."""
    mask = allowed(draw, 2, 1, 4, 5)
    rows = draw.shuffled(range(4))
    mask[0, 0, rows[0]] = False
    mask[1, 0, rows[1:3] if draw.index else rows] = False
    return mask, mask.any(dim=-1).expand(2, 3, 4)


@case(
    "A row with nothing to attend to stays finite, and spoils no other",
    points=1.5,
    hint="softmax over nothing but -inf is NaN, and a NaN in any row reaches the gradients of K and V.",
    tol=5e-4,
    because=GUARDS,
    devices=("cpu",),
)
def empty_rows(submission, draw):
    Q, K, V = triple(draw, (2, 3), 4, 5, 9, 6)
    mask, attending = partly_empty(draw)
    kind = draw.choice((torch.bool, torch.int64, torch.float32))

    def attend(*inputs: Tensor) -> Tensor:
        return finite(submission.scaled_dot_product_attention(*inputs, mask=mask.to(kind)), inputs)[attending]

    nothing = torch.zeros(5 - draw.index, 1 + 4 * draw.index, dtype=torch.bool, device=draw.device)
    alone = [x.requires_grad_() for x in triple(draw, (3,), 5 - draw.index, 5, 9, 4)]
    finite(submission.scaled_dot_product_attention(*alone, mask=nothing), tuple(alone))
    return {"rows that allow something": draw.gradients(attend, Q, K, V)}


@case(
    "Gradients reach Q, K and V",
    points=1,
    hint="Tensor operations only, from Q, K and V to the result: no detach, .data, item, numpy or no_grad.",
    tol=1e-5,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def gradients(submission, draw):
    attend = submission.scaled_dot_product_attention
    Q, K, V = triple(draw, *SIZES[draw.index])
    again = triple(draw, (2,), 3, 4, 9, 9)
    return {
        "without a mask": draw.gradients(attend, Q, K, V),
        "two calls, one backward": draw.gradients(lambda q, k, v: attend(attend(q, k, v), k, v), *again),
    }


@case(
    "Gradients with a mask",
    points=0.5,
    hint="What is masked out gets no gradient; everything else gets its own, in each batch entry.",
    tol=5e-4,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def masked_gradients(submission, draw):
    leading, tq, tk, *_ = SIZES[draw.index]
    mask = allowed(draw, *leading, tq, tk)
    kind = draw.choice((torch.bool, torch.int64, torch.float32))
    return draw.gradients(
        lambda *inputs: submission.scaled_dot_product_attention(*inputs, mask=mask.to(kind)),
        *triple(draw, *SIZES[draw.index]),
    )


def with_scores(draw: Any, scores: Any) -> tuple[Tensor, Tensor]:
    """Q and K (d = 16) for which Q Kᵀ / √d is this array."""
    directions, _ = np.linalg.qr(draw.rng.normal(size=(16, 16)))
    keys = directions[: scores.shape[-1]]
    return draw.tensor(scores @ keys), draw.tensor(4 * keys)


@case(
    "Scores up to 1,000 stay finite and right",
    points=0.5,
    hint="exp(1000) overflows: take each row's largest score out first, and the forbidden scores before that.",
    tol=2e-2,
    because="a score near 1,000 has an error of 1e-4 and more in float32, and so has its weight",
    devices=("cpu",),
)
def large_scores(submission, draw):
    near = np.array([[999.0], [-999.0], [200.0], [0.0], [-60.0]])
    signs = np.array([1, -1, 1, 1, -1, -1])
    noise = draw.rng.uniform(-1, 1, (3, 5, 6))
    mask = torch.from_numpy(signs[None] > 0).to(draw.device)
    V = draw.normal(6, 4)
    return {
        "close to each other": submission.scaled_dot_product_attention(*with_scores(draw, near + noise[0]), V),
        "of both signs": submission.scaled_dot_product_attention(*with_scores(draw, near * signs + noise[1]), V),
        "with a mask": submission.scaled_dot_product_attention(
            *with_scores(draw, near * signs + noise[2]), V, mask=mask
        ),
    }


@case(
    "Views are welcome, inputs are left alone, calls know nothing of each other",
    points=0.5,
    hint="No in-place operation on Q, K, V or mask, no .view on them, and nothing kept between calls.",
    tol=5e-4,
    because=GUARDS,
    dtypes=("float32",),
    devices=("cpu",),
)
def inputs_left_alone(submission, draw):
    attend = submission.scaled_dot_product_attention
    Q, K, V = draw.strided(2, 3, 4, 9), draw.strided(2, 3, 6, 9), draw.strided(2, 3, 6, 5)
    split = draw.normal(2, 4, 3, 9).transpose(1, 2)  # heads split off, as in multi-head attention
    shared = draw.normal(1, 1, 6, 9).expand(2, 3, 6, 9)
    mask = allowed(draw, 2, 1, 6, 4).transpose(-2, -1)
    mask |= mask.sum(dim=-1, keepdim=True) == 0
    numbers = allowed(draw, 4, 6).to(draw.dtype)
    buffer = Q.clone()
    results = [
        attend(Q, K, V),
        attend(split, shared, V, mask=mask),
        attend(*triple(draw, (2, 3), 4, 6, 9, 5), mask=numbers),
        attend(Q, K, V, mask=mask),
        attend(Q, K, V),
        attend(buffer, K, V),
    ]
    buffer.copy_(split)  # same tensor, same memory, other numbers
    results.append(attend(buffer, K, V))
    mask.logical_not_()
    mask |= mask.sum(dim=-1, keepdim=True) == 0
    results.append(attend(Q, K, V, mask=mask))
    return {"results": results, "inputs afterwards": [Q, K, V, split, shared, buffer, mask, numbers]}


@case(
    "The work stays on the device",
    points=0.5,
    hint="No .cpu(), .numpy() or .tolist() on the way: whatever happens to Q, K and V happens where they are.",
    tol=5e-4,
    because=GUARDS,
    devices=("accelerator",),
    dtypes=("float32",),
    draws=1,
)
def on_the_device(submission, draw):
    attend = submission.scaled_dot_product_attention
    Q, K, V = triple(draw, (2, 3), 4, 6, 9, 5)
    mask, keys = allowed(draw, 2, 1, 4, 6), allowed(draw, 6).to(draw.choice((torch.int64, torch.float32)))
    mask[1, 0, draw.integer(0, 4)] = False
    attending = mask.any(dim=-1).expand(2, 3, 4)
    with draw.staying(reads=24):  # a number for each query: to ask whether it has anything to attend to
        masked = draw.gradients(lambda *inputs: attend(*inputs, mask=mask)[attending], Q, K, V)
    with draw.staying(reads=24):
        by_key = attend(Q, K, V, mask=keys)
    return {"with a mask": masked, "with a mask of the keys": by_key, "without a mask": attend(Q[0], K[0], V[0])}
