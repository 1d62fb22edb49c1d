"""Learning-rate schedules in closed form: each value depends on its arguments alone, so steps may come in any order."""

from __future__ import annotations

import math


def step_decay(epoch: int, base_lr: float, gamma: float, step_size: int) -> float:
    """The rate is multiplied by gamma once every step_size epochs."""
    return base_lr * gamma ** (epoch // step_size)


def exponential_decay(epoch: int, base_lr: float, gamma: float) -> float:
    """The rate is multiplied by gamma after every epoch."""
    return base_lr * gamma**epoch


def _half_cosine(progress: float, high: float, low: float) -> float:
    """From high at progress 0 to low at progress 1, level at both ends; low ever after."""
    return low + (high - low) * (1 + math.cos(math.pi * min(1.0, progress))) / 2


def cosine_annealing(step: int, total_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    """Half a cosine from max_lr at step 0 to min_lr at total_steps (Loshchilov & Hutter 2017, without restarts)."""
    return _half_cosine(step / total_steps, max_lr, min_lr)


def warmup_cosine(step: int, warmup_steps: int, total_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    """A straight line from 0 up to max_lr at warmup_steps, then half a cosine down to min_lr at total_steps."""
    if step < warmup_steps:  # never true without a warmup, so nothing is divided by 0
        return max_lr * step / warmup_steps
    return _half_cosine((step - warmup_steps) / (total_steps - warmup_steps), max_lr, min_lr)


def one_cycle(
    step: int,
    total_steps: int,
    max_lr: float,
    pct_start: float = 0.3,
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> float:
    """A straight line up to max_lr at pct_start·total_steps, then half a cosine to far below the first value."""
    start = max_lr / div_factor
    peak = pct_start * total_steps  # need not be a whole number
    if step < peak:
        return start + (max_lr - start) * step / peak
    return _half_cosine((step - peak) / (total_steps - peak), max_lr, start / final_div_factor)


def scaled_lr(base_lr: float, base_batch: int, batch: int) -> float:
    """The linear scaling rule: k times the batch, k times the rate (Goyal et al. 2017)."""
    return base_lr * batch / base_batch
