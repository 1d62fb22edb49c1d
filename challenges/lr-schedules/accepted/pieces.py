"""A schedule is a list of pieces, each with an end and a shape; the functions only describe them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Piece:
    """From `begin` to `end` in steps, from `first` to `last` in rates, along `shape`."""

    begin: float
    end: float
    first: float
    last: float
    shape: Callable[[float], float]

    def __call__(self, step: float) -> float:
        share = self.shape((step - self.begin) / (self.end - self.begin))
        return (1 - share) * self.first + share * self.last


def line(t: float) -> float:
    return t


def wave(t: float) -> float:
    return (1 - math.cos(math.pi * t)) / 2


def follow(step: float, *pieces: Piece) -> float:
    step = min(step, pieces[-1].end)
    return next(piece(step) for piece in pieces if step <= piece.end)


def step_decay(epoch, base_lr, gamma, step_size):
    return base_lr * math.pow(gamma, divmod(epoch, step_size)[0])


def exponential_decay(epoch, base_lr, gamma):
    return step_decay(epoch, base_lr, gamma, 1)


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    return follow(step, Piece(0, total_steps, max_lr, min_lr, wave))


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    rise = [Piece(0, warmup_steps, 0.0, max_lr, line)] if warmup_steps else []
    return follow(step, *rise, Piece(warmup_steps, total_steps, max_lr, min_lr, wave))


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    low, peak = max_lr / div_factor, pct_start * total_steps
    return follow(
        step, Piece(0, peak, low, max_lr, line), Piece(peak, total_steps, max_lr, low / final_div_factor, wave)
    )


def scaled_lr(base_lr, base_batch, batch):
    return base_lr * (batch / base_batch)
