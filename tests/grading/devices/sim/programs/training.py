"""Right programs: optimizers, loaders, precision and random numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from programs.tools import kind, numbers


def _train(device: str, make: Callable[[Any], torch.optim.Optimizer]) -> list[Any]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3)).to(device)
    optimizer = make(model.parameters())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)
    losses = []
    for batch, labels in DataLoader(TensorDataset(numbers(24, 5), torch.arange(24) % 3), batch_size=6):
        x, y = batch.to(device, non_blocking=True), labels.to(device)
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return [*losses, *model.parameters()]


def sgd_with_momentum_all_at_once(device: str) -> Any:
    return _train(device, lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, foreach=True))


def sgd_with_momentum_one_by_one(device: str) -> Any:
    return _train(device, lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True, foreach=False))


def adam_by_default(device: str) -> Any:
    return _train(device, lambda p: torch.optim.Adam(p, 0.01))


def adam_all_at_once(device: str) -> Any:
    return _train(device, lambda p: torch.optim.Adam(p, 0.01, foreach=True))


def adam_one_by_one(device: str) -> Any:
    return _train(device, lambda p: torch.optim.Adam(p, 0.01, foreach=False))


def adam_fused(device: str) -> Any:
    return _train(device, lambda p: torch.optim.Adam(p, 0.01, fused=True))


def adamw(device: str) -> Any:
    return _train(device, lambda p: torch.optim.AdamW(p, 0.01, amsgrad=True))


def rmsprop(device: str) -> Any:
    return _train(device, lambda p: torch.optim.RMSprop(p, 0.01))


def adagrad(device: str) -> Any:
    return _train(device, lambda p: torch.optim.Adagrad(p, 0.01))


def optimizer_made_before_the_move(device: str) -> Any:
    model = nn.Linear(3, 2)
    before = [id(p) for p in model.parameters()]
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    model.to(device)
    assert before == [id(p) for p in model.parameters()]
    model(numbers(4, 3).to(device)).sum().backward()
    optimizer.step()
    return list(model.parameters())


def autocast(device: str) -> Any:
    model = nn.Sequential(nn.Linear(5, 8), nn.LayerNorm(8), nn.GELU(), nn.Linear(8, 3)).to(device)
    y = torch.zeros(4, dtype=torch.long, device=device)
    with torch.autocast(kind(device), dtype=torch.bfloat16):
        out = model(numbers(4, 5).to(device))
        loss = F.cross_entropy(out, y)
        product = numbers(3, 4).to(device) @ numbers(4, 2).to(device)
    assert (out.dtype, loss.dtype, product.dtype) == (torch.bfloat16, torch.float32, torch.bfloat16)
    loss.backward()
    assert all(p.grad.dtype is torch.float32 for p in model.parameters())
    assert (numbers(3, 4).to(device) @ numbers(4, 2).to(device)).dtype is torch.float32
    return [product]


def autocast_with_arithmetic_and_attention(device: str) -> Any:
    with torch.autocast(kind(device), dtype=torch.bfloat16):
        x = numbers(2, 5, 8).to(device)
        mixed = (x * 2 + 1) / 3 - torch.where(x > 0, x, 0.5)
        attended, _ = nn.MultiheadAttention(8, 2).to(device)(x, x, x)
        with torch.autocast(kind(device), enabled=False):
            plain = nn.Linear(8, 8).to(device)(x)
    assert attended.dtype is torch.bfloat16
    assert plain.dtype is torch.float32
    return [mixed]


def gradient_scaler(device: str) -> Any:
    model = nn.Linear(5, 3).to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    scaler = torch.amp.GradScaler(kind(device), init_scale=8.0)
    for step in range(2):
        optimizer.zero_grad()
        loss = model(numbers(4, 5).to(device)).square().mean() * (torch.inf if step else 1)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
    return [model.weight, scaler.get_scale()]


def loader_that_pins(device: str) -> Any:
    loader = DataLoader(TensorDataset(numbers(8, 2)), 4, pin_memory=kind(device) != "cpu")
    return [batch.to(device, non_blocking=True).sum() for (batch,) in loader]


def loader_with_a_worker(device: str) -> Any:
    torch.ones(2, device=device)
    return [batch.to(device).sum() for (batch,) in DataLoader(TensorDataset(numbers(8, 2)), 4, num_workers=1)]


def generator_of_the_device(device: str) -> Any:
    g = torch.Generator(device=device).manual_seed(1)
    assert g.device.type == kind(device)
    assert isinstance(g, torch.Generator)
    first = torch.randn(4, generator=g, device=device)
    state = g.get_state()
    twin = g.clone_state()
    later = torch.rand(4, generator=g, device=device)
    assert torch.equal(later, torch.rand(4, generator=twin, device=device))
    g.set_state(state)
    assert torch.equal(later, torch.rand(4, generator=g, device=device))
    order = torch.randperm(6, generator=g, device=device)
    chosen = torch.multinomial(torch.ones(5, device=device), 3, generator=g)
    return [first, later, order, chosen, torch.empty(3, device=device).normal_(generator=g)]


def seeds_repeat(device: str) -> Any:
    runs = []
    for _ in range(2):
        torch.manual_seed(7)
        dropped = F.dropout(torch.ones(9, device=device))
        runs.append([torch.randn(4, device=device), torch.randperm(4, device=device).float(), dropped])
    assert all(torch.equal(a, b) for a, b in zip(*runs, strict=True))
    with torch.random.fork_rng(device_type=kind(device), enabled=kind(device) != "cpu"):
        pass
    return runs[0]


def dropout_keeps_half(device: str) -> Any:
    torch.manual_seed(3)
    x = torch.ones(2000).to(device).requires_grad_()
    out = F.dropout(x, 0.5)
    out.sum().backward()
    assert 800 < (out > 0).sum().item() < 1200
    assert torch.equal(x.grad, out.detach())
    return []
