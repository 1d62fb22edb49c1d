"""What the positional encoding is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

# An angle of 500 has an error of 3e-5 in float32, and so has its sine.
NEAR: dict[str, Any] = {"tol": 2e-4, "because": "the table may be computed in float32, where large angles are rounded"}
LIKE_A_SINE: dict[str, Any] = {**NEAR, "scale": 1.0}
TABLE: dict[str, Any] = {**LIKE_A_SINE, "dtypes": ("float32",), "devices": ("cpu",), "judged_in": "same"}


def build(submission: Any, draw: Any, d_model: int, **options: Any) -> nn.Module:
    """A module where the inputs are."""
    module = submission.PositionalEncoding(d_model, **options)
    if not isinstance(module, nn.Module):
        raise Fault("PositionalEncoding(...) is not a torch.nn.Module: write class PositionalEncoding(nn.Module)")
    return module.to(draw.device)


@case(
    "The table: sines and cosines side by side",
    points=1.5,
    hint="Columns 2i and 2i + 1 share the angle pos / 10000^(2i / d_model); positions count from 0.",
    public=True,
    **TABLE,
)
def table(submission, draw):
    first, second = draw.shuffled((4, 6, 10, 14, 24))[:2]
    return {
        f"length {length}, d_model {d_model}": submission.positional_encoding(length, d_model)
        for length, d_model in ((draw.integer(5, 12), first), (draw.integer(25, 40), second))
    }


@case(
    "Any width, odd ones and 1 included; any length, 1 included",
    points=1,
    hint="An odd d_model ends with a sine column: there is one cosine less than sines.",
    **TABLE,
)
def odd_widths(submission, draw):
    sizes = [(draw.integer(6, 12), width) for width in (1, 2, 3, 5, 9)]
    sizes += [(1, 7), (1, 1), (3, 8), (draw.integer(12, 20), 21), (5, 5), (8, 8)]
    return {
        f"length {length}, d_model {d_model}": submission.positional_encoding(length, d_model)
        for length, d_model in sizes
    }


@case(
    "Right far along the sequence",
    points=1,
    hint="Count positions in float32 or better, and keep the angle's formula as it is: no rounding, no wrapping.",
    **TABLE,
)
def long_tables(submission, draw):
    width = draw.choice((12, 15)) + 20 * draw.index
    return {"512": submission.positional_encoding(512, width), "300": submission.positional_encoding(300, width + 7)}


@case(
    "Every call gives a table of its own",
    points=0.5,
    hint="A cached tensor that is handed out belongs to whoever writes into it: hand out a copy.",
    **TABLE,
)
def tables_of_their_own(submission, draw):
    length, width = draw.integer(6, 12), 5 + draw.index
    before = build(submission, draw, width, max_len=length)
    tables = [submission.positional_encoding(size, width) for size in (length, length - 2, length)]
    with torch.inference_mode():  # writes into tables that were made in it as well
        for table in tables[:2]:
            table.add_(draw.normal(*table.shape))
    after = build(submission, draw, width, max_len=length)
    x = draw.normal(2, length, width)
    again = [submission.positional_encoding(size, width) for size in (length, length - 2, length - 1)]
    return {"made before": tables[2], "made later": again, "modules": [before(x), after(x)]}


@case(
    "The module adds the table to each sequence",
    points=1.5,
    hint="x is (B, T, d_model): positions run along axis 1, and the result has x's dtype.",
    public=True,
    **LIKE_A_SINE,
)
def added(submission, draw):
    width = draw.choice((6, 7)) + 4 * draw.index
    module = build(submission, draw, width, max_len=draw.integer(12, 30))
    return [module(draw.normal(3, 5, width)), module(draw.normal(2, 9, width)), module(draw.normal(1, 12, width))]


@case(
    "Double precision of x is kept",
    points=0.5,
    hint="Bring the table to x's dtype, never x to the table's: .float() on x loses half of its digits.",
    dtypes=("float64",),
    devices=("cpu",),
)
def precision(submission, draw):
    width = 5 + draw.index
    module = build(submission, draw, width, max_len=20)
    x, y = draw.normal(3, 6, width), draw.normal(3, 6, width)
    return module(x) - module(y)  # the same table in both: what is left tells nothing of how exact that is


@case(
    "From one position to max_len",
    points=0.5,
    hint="T may be anything from 1 to max_len, which is 512 where nothing is said, whatever B is.",
    devices=("cpu",),
    **LIKE_A_SINE,
)
def lengths(submission, draw):
    usual = build(submission, draw, 5)
    short = build(submission, draw, 8, max_len=4 + draw.index)
    single = build(submission, draw, 3, max_len=1)
    return {
        "512 by default": usual(draw.normal(1, 512, 5)),
        "one position": usual(draw.normal(4, 1, 5)),
        "just max_len": short(draw.normal(2, 4 + draw.index, 8)),
        "more sequences than max_len": short(draw.normal(9, 3, 8)),
        "as many sequences as positions": short(draw.normal(4, 4, 8)),
        "max_len 1": single(draw.normal(2, 1, 3)),
    }


def too_long(module: nn.Module, x: Tensor) -> bool:
    """Whether the module raises ValueError for x. Fault if it raises something else."""
    try:
        module(x)
    except ValueError:
        return True
    except Exception as error:
        raise Fault(
            f"{type(error).__name__} is raised for a sequence longer than max_len: ValueError belongs"
        ) from None
    return False


@case(
    "A sequence longer than max_len raises ValueError",
    points=1,
    hint="Compare x.shape[1] with max_len in forward: a slice of the table is silently too short.",
    dtypes=("float32",),
    devices=("cpu",),
    **LIKE_A_SINE,
)
def longer_than_the_table(submission, draw):
    longest = draw.integer(4, 9)
    module, usual = build(submission, draw, 6, max_len=longest), build(submission, draw, 2)
    single = build(submission, draw, 4, max_len=1)  # a table of one row would broadcast
    return {
        "one more": too_long(module, draw.normal(2, longest + 1, 6)),
        "many more": too_long(module, draw.normal(1, 3 * longest, 6)),
        "513 by default": too_long(usual, draw.normal(1, 513, 2)),
        "2 of 1": too_long(single, draw.normal(3, 2, 4)),
        "just max_len": module(draw.normal(2, longest, 6)),
    }


@case(
    "Nothing to train, and x gets its gradient",
    points=1,
    hint="A buffer, not an nn.Parameter; and x itself in the sum, neither detached nor copied into a new tensor.",
    devices=("cpu",),
    **NEAR,
)
def nothing_to_train(submission, draw):
    module = build(submission, draw, 7, max_len=20).train(draw.index == 0)
    trained = sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)
    if trained:
        raise Fault(f"the module has {trained} numbers that training would change: the table is fixed")
    plain = module(draw.normal(2, 3, 7))
    if plain.requires_grad:
        raise Fault("the result requires a gradient although x does not: the table is fixed")
    return {
        "plain": plain,
        "gradients": draw.gradients(module, draw.normal(3, 6, 7)),
        "within a network": draw.gradients(lambda x: module(module(x) ** 2), draw.normal(2, 4, 7)),
    }


@case(
    "A module like any other, call after call",
    points=1,
    hint="Write into no input (x += ...), keep nothing between calls, drop nothing in training.",
    devices=("cpu",),
    **LIKE_A_SINE,
)
def call_after_call(submission, draw):
    module, wider = build(submission, draw, 6, max_len=16), build(submission, draw, 9, max_len=11)
    x, y, z = draw.strided(2, 5, 6), draw.normal(8, 3, 6).transpose(0, 1), draw.normal(1, 4, 6).expand(3, 4, 6)
    calls = {
        "a view": module(x),
        "longer": module(y),
        "expanded": module(z),
        "another width": wider(draw.normal(2, 7, 9)),
        "the first again": module(x),
        "in evaluation mode": module.eval()(x),
        "longer in evaluation mode": module(draw.normal(2, 9, 6)),
        "as long as can be in evaluation mode": module(draw.normal(1, 16, 6)),
        "in training mode": module.train()(y),
    }
    moved = build(submission, draw, 6, max_len=16).to(draw.dtype)
    moved.load_state_dict(module.state_dict())
    calls["moved to a dtype, with a state"] = moved(x)
    build(submission, draw, 6, max_len=16).load_state_dict(moved.state_dict())
    with torch.no_grad():
        calls["within a network"] = nn.Sequential(module, nn.Identity(), moved)(y)
    return {"calls": calls, "inputs afterwards": [x, y, z]}


@case(
    "The work stays on the device",
    points=0.5,
    hint="Bring the table to x, if it has to move at all, and not x to the table.",
    devices=("accelerator",),
    dtypes=("float32",),
    draws=1,
    **LIKE_A_SINE,
)
def on_the_device(submission, draw):
    module = build(submission, draw, 6, max_len=20)
    x = draw.normal(2, 7, 6)
    with draw.staying(reads=8):
        return [draw.gradients(module, x), module.eval()(x[:, :4]), module(draw.normal(1, 20, 6))]
