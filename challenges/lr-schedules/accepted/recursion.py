"""Decays by recursion: each epoch's rate from the one before; early returns after the end."""

from math import cos, pi


def step_decay(epoch, base_lr, gamma, step_size):
    if epoch < step_size:
        return base_lr
    return gamma * step_decay(epoch - step_size, base_lr, gamma, step_size)


def exponential_decay(epoch, base_lr, gamma):
    return base_lr if epoch == 0 else gamma * exponential_decay(epoch - 1, base_lr, gamma)


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    if step >= total_steps:
        return min_lr
    middle, radius = (max_lr + min_lr) / 2, (max_lr - min_lr) / 2
    return middle + radius * cos(pi * step / total_steps)


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    if step < warmup_steps:
        return step / warmup_steps * max_lr
    return cosine_annealing(step - warmup_steps, total_steps - warmup_steps, max_lr, min_lr)


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    top, low = total_steps * pct_start, max_lr / div_factor
    if step <= top:
        return low * (1 - step / top) + max_lr * step / top
    return cosine_annealing(step - top, total_steps - top, max_lr, low / final_div_factor)


def scaled_lr(base_lr, base_batch, batch):
    return batch / base_batch * base_lr
