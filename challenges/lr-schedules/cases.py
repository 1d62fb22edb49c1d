"""What the schedules are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from dlexam.grading.kit import Fault, case


def number(value: Any) -> float:
    """The rate as a float. Fault if it is no single real number."""
    kinds = (float, int, np.floating, np.integer)
    if isinstance(value, bool) or not (isinstance(value, kinds) or (isinstance(value, np.ndarray) and value.ndim == 0)):
        raise Fault(f"a schedule returned {type(value).__name__}, where a float belongs")
    return float(value)


def curve(schedule: Callable[..., Any], steps: Iterable[int], *settings: Any, **named: Any) -> Any:
    """The rates of these steps, in their order."""
    return np.array([number(schedule(step, *settings, **named)) for step in steps])


def rate(draw: Any) -> float:
    """A learning rate, not a round one."""
    return float(draw.rng.uniform(0.2, 1.5))


def floor(draw: Any, high: float) -> float:
    """A lowest rate that shows."""
    return high * float(draw.rng.uniform(0.05, 0.4))


@case("Step decay", points=1, hint="base_lr · gamma^⌊epoch / step_size⌋: the first drop is at epoch step_size.")
def step_decay(submission, draw):
    size = draw.integer(3, 7)
    gamma = float(draw.rng.uniform(0.3, 0.9))
    return {
        "several epochs a step": curve(submission.step_decay, range(4 * size + 2), rate(draw), gamma, size),
        "one epoch a step": curve(submission.step_decay, range(6), base_lr=rate(draw), gamma=gamma, step_size=1),
        "by keyword": number(submission.step_decay(epoch=2 * size, base_lr=rate(draw), gamma=gamma, step_size=size)),
    }


@case("Exponential decay", points=1, hint="base_lr · gamma^epoch: base_lr itself at epoch 0.")
def exponential_decay(submission, draw):
    gamma = float(draw.rng.uniform(0.6, 0.97))
    named = submission.exponential_decay(epoch=draw.integer(2, 9), base_lr=rate(draw), gamma=gamma)
    return {
        "rates": curve(submission.exponential_decay, range(12), rate(draw), gamma),
        "by keyword": number(named),
    }


@case(
    "Cosine annealing",
    points=1.5,
    hint="min_lr + (max_lr − min_lr) · (1 + cos(π · step / total_steps)) / 2, with the angle in radians.",
    public=True,
)
def cosine_annealing(submission, draw):
    total, high = draw.integer(9, 30), rate(draw)
    return {
        "down to zero": curve(submission.cosine_annealing, range(total + 1), total, high),
        "down to min_lr": curve(submission.cosine_annealing, range(total + 1), total, high, floor(draw, high)),
        "in one step": curve(submission.cosine_annealing, range(2), total_steps=1, max_lr=high, min_lr=high / 8),
        "by keyword": number(submission.cosine_annealing(step=5, total_steps=total, max_lr=high)),
    }


@case(
    "Warmup, then cosine",
    points=2,
    hint="Up from 0 in a straight line, max_lr at warmup_steps; the cosine's progress counts from there.",
)
def warmup_cosine(submission, draw):
    warmup, rest, high = draw.integer(3, 9), draw.integer(10, 20), rate(draw)
    total = warmup + rest
    settings = {"total_steps": total, "max_lr": high, "min_lr": floor(draw, high)}
    return {
        "down to zero": curve(submission.warmup_cosine, range(total + 1), warmup, total, high),
        "down to min_lr": curve(submission.warmup_cosine, range(total + 1), warmup_steps=warmup, **settings),
        "by keyword": number(submission.warmup_cosine(step=warmup + 2, warmup_steps=warmup, **settings)),
    }


@case(
    "No warmup, a short one, a long one",
    points=1,
    hint="With warmup_steps = 0 there is nothing to divide by: the cosine begins at step 0.",
)
def warmup_lengths(submission, draw):
    total, high = draw.integer(7, 15), rate(draw)
    low = floor(draw, high)
    seen = {
        f"{warmup}": curve(submission.warmup_cosine, range(total + 1), warmup, total, high, low)
        for warmup in (0, 1, total - 1)
    }
    return {**seen, "one step in all": curve(submission.warmup_cosine, range(2), 0, 1, high, low)}


@case(
    "One cycle",
    points=2,
    hint="max_lr/div_factor, up in a line to max_lr at pct_start·total_steps (not rounded), then a cosine.",
)
def one_cycle(submission, draw):
    seen = {}
    for name, share, total in (("early peak", 0.23, 17), ("late peak", 0.71, 26), ("peak on a step", 0.25, 24)):
        divisors = (draw.integer(3, 12), float(draw.rng.uniform(2.5, 9.0)))
        seen[name] = curve(submission.one_cycle, range(total + 1), total, rate(draw), share, *divisors)
    named = {"pct_start": 0.4, "div_factor": 5.0, "final_div_factor": 8.0}
    seen["in one step"] = curve(submission.one_cycle, range(2), total_steps=1, max_lr=rate(draw), **named)
    seen["by keyword"] = number(submission.one_cycle(step=7, total_steps=9, max_lr=rate(draw), **named))
    return seen


@case("One cycle's defaults", points=1, hint="pct_start 0.3, div_factor 25, final_div_factor 1e4.")
def one_cycle_defaults(submission, draw):
    total, high = draw.choice((14, 23, 31)), rate(draw)
    last = number(submission.one_cycle(total, total, high))
    return {
        "rates": curve(submission.one_cycle, range(total + 1), total, high),
        "log of the last": math.log10(max(last, 1e-300)),
    }


@case(
    "After the end",
    points=1.5,
    hint="The three cosine shapes stay at their last value: let progress go no further than 1.",
)
def after_the_end(submission, draw):
    total, high = draw.integer(8, 20), rate(draw)
    warmup, low = draw.integer(2, 6), floor(draw, high)
    late = [total - 1, total, total + 1, total + 3, 2 * total - 1, 2 * total, 2 * total + 5, 10 * total]
    return {
        "cosine": curve(submission.cosine_annealing, late, total, high, low),
        "warmup": curve(submission.warmup_cosine, late, warmup, total, high, low),
        "no warmup": curve(submission.warmup_cosine, late, 0, total, high, low),
        "one cycle": curve(submission.one_cycle, late, total, high, 0.3, 4.0, 5.0),
        "one cycle's peak late": curve(submission.one_cycle, late, total, high, 0.6, 4.0, 5.0),
        "cosine to zero": curve(submission.cosine_annealing, late, total, high),
        "warmup, cosine to zero": curve(submission.warmup_cosine, late, warmup, total, high),
    }


def sizes(rates: Any) -> Any:
    """How many decimals they take up: the smallest count as much as the largest."""
    return np.log10(np.maximum(rates, 1e-300))


@case("Long runs, small rates", points=1, hint="Steps and rates may be of any size: round nothing.")
def long_runs(submission, draw):
    total, high = draw.integer(40_000, 90_000), float(draw.rng.uniform(1e-5, 9e-5))
    warmup, low = draw.integer(900, 3000), high / 30
    steps = [*sorted(draw.integer(0, total) for _ in range(9)), warmup - 1, warmup, warmup + 1]
    epochs = sorted(draw.integer(0, 400) for _ in range(9))
    long = [*range(300, 400, 25), draw.integer(300, 400)]
    return {
        "step decay": curve(submission.step_decay, epochs, high, 0.8, 31),
        "exponential": curve(submission.exponential_decay, epochs, high, 0.995),
        "cosine": curve(submission.cosine_annealing, steps, total, high, low),
        "warmup": curve(submission.warmup_cosine, steps, warmup, total, high, low),
        "one cycle": curve(submission.one_cycle, steps, total, high),
        "step decay, decimals": sizes(curve(submission.step_decay, long, high, 0.4, 9)),
        "exponential, decimals": sizes(curve(submission.exponential_decay, long, high, 0.9)),
    }


@case("The linear scaling rule", points=1, hint="k times the batch, k times the rate; half the batch, half the rate.")
def scaled_lr(submission, draw):
    pairs = [(256, 8192), (256, 32), (24, 100), (7, 3), (64, 64), (1, 50)]
    base = rate(draw)
    rates = [number(submission.scaled_lr(base, *pair)) for pair in pairs]
    named = submission.scaled_lr(base_lr=base, base_batch=draw.integer(3, 60), batch=draw.integer(3, 60))
    return {"rates": np.array(rates[1:]), "32 times the batch": np.array(rates[:1]), "by keyword": number(named)}


@case("Any step at any time", points=1, hint="A rate depends on the arguments alone, never on earlier calls.")
def any_order(submission, draw):
    total, high = draw.integer(12, 20), rate(draw)
    steps = draw.shuffled(range(total + 4))
    low = floor(draw, high)
    seen = {
        "step decay": curve(submission.step_decay, steps, high, 0.6, 4),
        "exponential": curve(submission.exponential_decay, steps, high, 0.8),
        "cosine": curve(submission.cosine_annealing, steps, total, high, low),
        "warmup": curve(submission.warmup_cosine, steps, 5, total, high, low),
        "one cycle": curve(submission.one_cycle, steps, total, high),
    }
    other = {  # the same steps with other settings, straight afterwards
        "step decay": curve(submission.step_decay, steps, high, 0.6, 3),
        "exponential": curve(submission.exponential_decay, steps, high / 2, 0.8),
        "cosine": curve(submission.cosine_annealing, steps, total + 5, high, low),
        "warmup": curve(submission.warmup_cosine, steps, 3, total, high, low),
        "one cycle": curve(submission.one_cycle, steps, total, 2 * high),
    }
    return {"first": seen, "then": other}
