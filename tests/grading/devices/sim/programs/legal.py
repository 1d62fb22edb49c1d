"""Right programs that mix devices in the ways that CUDA allows."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from programs.tools import numbers


def cpu_scalars_in_arithmetic(device: str) -> Any:
    x, two, none = numbers(4, 5).to(device), torch.tensor(2.0), torch.tensor(0.0)
    return [
        x * two, two + x, torch.where(x > 0, x, none), x / torch.tensor(3), x.masked_fill(x > 0, two),
        torch.maximum(x, none), x.pow(two), two - x, x < two,
    ]  # fmt: skip


def cpu_indices(device: str) -> Any:
    x = numbers(4, 5).to(device)
    i, mask = torch.tensor([0, 2]), torch.tensor([True, False, True, False])
    z = x.clone()
    z[i] = 1.0
    z[mask, 1] = 3.0
    z[mask] = torch.tensor(4.0)
    return [x[i], x[mask], x[i, i], x[:, i], z]


def copies_across(device: str) -> Any:
    x, here = numbers(4, 5).to(device), torch.zeros(4, 5)
    here.copy_(x)
    here[0] = x[1]
    there = torch.zeros(4, 5, device=device)
    there.copy_(here)
    there[1] = torch.ones(5)
    return [here, there]


def cpu_scalars_in_place(device: str) -> Any:
    x = numbers(4, 5).to(device)
    x += torch.tensor(1.0)
    x[0, 0] = torch.tensor(9.0)
    y = x.clone().fill_(torch.tensor(3.0))
    return [x, y.pow_(torch.tensor(2))]


def lengths_on_the_cpu(device: str) -> Any:
    padded = numbers(2, 3, 4).to(device)
    return [nn.utils.rnn.pack_padded_sequence(padded, torch.tensor([3, 2]), batch_first=True).data]


def items_as_python_numbers(device: str) -> Any:
    x = numbers(4).to(device)
    return [x * x.sum().item(), x + 1, 2**x]


def scalars_among_themselves(device: str) -> Any:
    return [torch.tensor(2.0) * torch.ones(3), numbers(3).to(device).sum() * torch.tensor(2.0)]


def device_scalar_in_a_cpu_slot(device: str) -> Any:
    here = torch.zeros(3)
    here[1] = numbers(3).to(device).sum()
    return [here]
