"""Progress as exact fractions of the way; the decay by a recursion that remembers what it has found."""

import functools
import math
from fractions import Fraction


@functools.lru_cache(maxsize=None)
def step_decay(epoch, base_lr, gamma, step_size):
    return base_lr if epoch < step_size else gamma * step_decay(epoch - step_size, base_lr, gamma, step_size)


def exponential_decay(epoch, base_lr, gamma):
    return math.exp(math.log(base_lr) + epoch * math.log(gamma))


def half_cosine(t, high, low):
    return (high + low) / 2 + (high - low) / 2 * math.cos(math.pi * float(t))


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    return warmup_cosine(step, 0, total_steps, max_lr, min_lr)


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    step = min(step, total_steps)
    if step < warmup_steps:
        return float(Fraction(step, warmup_steps)) * max_lr
    return half_cosine(Fraction(step - warmup_steps, total_steps - warmup_steps), max_lr, min_lr)


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    step, peak = min(step, total_steps), Fraction(pct_start) * total_steps
    if step < peak:
        share = float(step / peak)
        return max_lr * (share + (1 - share) / div_factor)
    return half_cosine((step - peak) / (total_steps - peak), max_lr, max_lr / div_factor / final_div_factor)


def scaled_lr(base_lr, base_batch, batch):
    return base_lr * float(Fraction(batch, base_batch))
