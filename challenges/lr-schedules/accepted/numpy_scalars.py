"""numpy throughout: clip, where and cos, with numpy's own floats as results."""

import numpy as np


def step_decay(epoch, base_lr, gamma, step_size):
    return np.float64(base_lr) * np.power(gamma, np.floor_divide(epoch, step_size))


def exponential_decay(epoch, base_lr, gamma):
    return base_lr * np.exp(epoch * np.log(gamma))


def _cosine(t, high, low):
    return low + (high - low) * np.cos(np.pi / 2 * np.clip(t, 0, 1)) ** 2


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    return _cosine(np.true_divide(step, total_steps), max_lr, min_lr)


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    rising = max_lr * step / max(warmup_steps, 1)
    falling = _cosine((step - warmup_steps) / (total_steps - warmup_steps), max_lr, min_lr)
    return np.where(step < warmup_steps, rising, falling)[()]


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first, peak = max_lr / div_factor, pct_start * total_steps
    if step <= peak:
        return np.interp(step, [0, peak], [first, max_lr])
    return _cosine((step - peak) / (total_steps - peak), max_lr, first / final_div_factor)


def scaled_lr(base_lr, base_batch, batch):
    return np.multiply(base_lr, np.divide(batch, base_batch))
