"""The cosine as the real part of a complex exponential; everything annotated."""

from __future__ import annotations

import cmath
import math


def half_wave(t: float, /, *, high: float, low: float) -> float:
    turned = cmath.exp(1j * math.pi * min(t, 1.0)).real
    return float(0.5 * high * (1 + turned) + 0.5 * low * (1 - turned))


def step_decay(epoch: int, base_lr: float, gamma: float, step_size: int) -> float:
    return base_lr * gamma ** math.floor(epoch / step_size)


def exponential_decay(epoch: int, base_lr: float, gamma: float) -> float:
    return math.prod([base_lr] + [gamma] * epoch)


def cosine_annealing(step: int, total_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    return warmup_cosine(step, 0, total_steps, max_lr, min_lr)


def warmup_cosine(step: int, warmup_steps: int, total_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    past = step - warmup_steps
    if past >= 0:
        return half_wave(past / (total_steps - warmup_steps), high=max_lr, low=min_lr)
    return max_lr * (1 + past / warmup_steps)


def one_cycle(
    step: int, total_steps: int, max_lr: float, pct_start: float = 0.3, div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> float:
    share = step / total_steps
    lowest = max_lr / (div_factor * final_div_factor)
    if share < pct_start:
        return max_lr * (1 / div_factor + (1 - 1 / div_factor) * share / pct_start)
    return half_wave((share - pct_start) / (1 - pct_start), high=max_lr, low=lowest)


def scaled_lr(base_lr: float, base_batch: int, batch: int) -> float:
    return base_lr * batch / base_batch
