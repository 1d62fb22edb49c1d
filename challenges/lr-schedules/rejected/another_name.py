"""The epoch is called step."""
# caught by: exponential-decay

import math


def step_decay(epoch, base_lr, gamma, step_size):
    return base_lr * gamma ** (epoch // step_size)


def exponential_decay(step, base_lr, gamma):
    return base_lr * gamma**step


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    t = min(step / total_steps, 1.0)
    return min_lr + 0.5 * (max_lr - min_lr) * (1 + math.cos(math.pi * t))


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    if step < warmup_steps:
        return max_lr * step / warmup_steps
    return cosine_annealing(step - warmup_steps, total_steps - warmup_steps, max_lr, min_lr)


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    start = max_lr / div_factor
    peak = pct_start * total_steps
    if step < peak:
        return start + (max_lr - start) * step / peak
    return cosine_annealing(step - peak, total_steps - peak, max_lr, start / final_div_factor)


def scaled_lr(base_lr, base_batch, batch):
    return base_lr * batch / base_batch
