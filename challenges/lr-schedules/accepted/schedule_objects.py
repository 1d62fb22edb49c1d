"""Classes with __call__ do the work; the functions make one and call it."""

import functools
import math


class Cosine:
    def __init__(self, length, high, low):
        self.length, self.high, self.low = length, high, low

    def __call__(self, step):
        t = max(0.0, min(1.0, step / self.length))
        return self.high - (self.high - self.low) * math.sin(math.pi * t / 2) ** 2


class After:
    """`ramp` up to `begin`, then `rest` with its own clock."""

    def __init__(self, begin, ramp, rest):
        self.begin, self.ramp, self.rest = begin, ramp, rest

    def __call__(self, step):
        return self.ramp(step) if step < self.begin else self.rest(step - self.begin)


@functools.lru_cache(maxsize=None)
def step_decay(epoch, base_lr, gamma, step_size):
    return base_lr * gamma ** int(epoch / step_size)


@functools.lru_cache(maxsize=None)
def exponential_decay(epoch, base_lr, gamma):
    return base_lr * pow(gamma, epoch)


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    return Cosine(total_steps, max_lr, min_lr)(step)


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    rest = Cosine(total_steps - warmup_steps, max_lr, min_lr)
    return float(After(warmup_steps, lambda s: s * max_lr / warmup_steps, rest)(step))


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    low, peak = max_lr / div_factor, pct_start * total_steps
    rest = Cosine(total_steps - peak, max_lr, low / final_div_factor)
    return After(peak, lambda s: low + s * (max_lr - low) / peak, rest)(step)


scaled_lr = lambda base_lr, base_batch, batch: base_lr / base_batch * batch  # noqa: E731
