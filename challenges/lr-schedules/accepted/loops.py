"""Decays by loops, steps limited first, and further arguments with defaults."""

import math


def step_decay(epoch, base_lr, gamma, step_size, floor=0.0):
    lr = base_lr
    for e in range(1, epoch + 1):
        if e % step_size == 0:
            lr *= gamma
    return max(lr, floor)


def exponential_decay(epoch, base_lr, gamma, floor=0.0):
    lr = base_lr
    for _ in range(epoch):
        lr *= gamma
    return max(lr, floor)


def _anneal(start, end, pct):
    return end + (start - end) / 2.0 * (math.cos(math.pi * pct) + 1)


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0, *, power=1):
    step = total_steps if step > total_steps else step
    return _anneal(max_lr, min_lr, (step / total_steps) ** power)


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    step = total_steps if step > total_steps else step
    if warmup_steps > 0 and step <= warmup_steps:
        return max_lr * (step / warmup_steps)
    return _anneal(max_lr, min_lr, (step - warmup_steps) / (total_steps - warmup_steps))


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    progress = min(step, total_steps) / total_steps
    if progress <= pct_start:
        return max_lr / div_factor + (max_lr - max_lr / div_factor) * (progress / pct_start)
    return _anneal(max_lr, max_lr / (div_factor * final_div_factor), (progress - pct_start) / (1 - pct_start))


def scaled_lr(base_lr, base_batch, batch):
    k = batch / base_batch
    return k * base_lr
