"""Right programs: optimizers, loaders, precision, and everything that autograd offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint
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


def own_function(device: str) -> Any:
    class ReluThenMatmul(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Tensor, w: Tensor) -> Tensor:
            ctx.save_for_backward(x, w)
            return x.clamp(min=0) @ w

        @staticmethod
        def backward(ctx: Any, grad: Tensor) -> Any:
            x, w = ctx.saved_tensors
            return (grad @ w.t()) * (x > 0), x.clamp(min=0).t() @ grad

    x, w = numbers(4, 5).to(device).requires_grad_(), numbers(5, 3, seed=1).to(device).requires_grad_()
    out = ReluThenMatmul.apply(x, w)
    out.square().sum().backward()
    return [out, x.grad, w.grad]


def double_backward(device: str) -> Any:
    x = numbers(4, 5).to(device).requires_grad_()
    (slope,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
    slope.square().sum().backward()
    return [x.grad]


def double_backward_of_layers(device: str) -> Any:
    model = nn.Sequential(nn.Conv1d(2, 3, 3), nn.Tanh(), nn.Flatten(), nn.LayerNorm(12), nn.Linear(12, 1)).to(device)
    x = numbers(2, 2, 6).to(device).requires_grad_()
    (slope,) = torch.autograd.grad(model(x).sum(), x, create_graph=True)
    slope.norm(dim=1).sub(1).square().sum().backward()
    return [slope, model[0].weight.grad, model[4].weight.grad]


def double_backward_of_lstm(device: str) -> Any:
    lstm, x = nn.LSTM(2, 3).to(device), numbers(4, 1, 2).to(device).requires_grad_()
    with torch.backends.cudnn.flags(enabled=False):
        (slope,) = torch.autograd.grad(lstm(x)[0].square().sum(), x, create_graph=True)
    slope.square().sum().backward()
    return [slope, lstm.weight_hh_l0.grad]


def checkpointing(device: str) -> Any:
    seen = []
    for reentrant in (False, True):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(5, 5), nn.Tanh(), nn.Dropout(0.3)).to(device)
        x = numbers(4, 5).to(device).requires_grad_()
        checkpoint(model, x, use_reentrant=reentrant).sum().backward()
        seen += [x.grad, model[0].weight.grad]
    return seen


def hooks_of_all_kinds(device: str) -> Any:
    seen: list[str] = []
    model = nn.Linear(5, 4).to(device)
    model.register_forward_hook(lambda *_: seen.append("forward"))
    model.register_full_backward_hook(lambda *_: seen.append("backward"))
    model.weight.register_hook(lambda grad: grad * 2)
    model.weight.register_post_accumulate_grad_hook(lambda _: seen.append("accumulated"))
    model(numbers(2, 5).to(device).requires_grad_()).sum().backward()
    assert set(seen) == {"forward", "backward", "accumulated"}
    return [model.weight.grad]


def hooks_made_before_the_move(device: str) -> Any:
    seen: list[str] = []
    model = nn.Linear(5, 4)
    model.weight.register_hook(lambda grad: seen.append("hook") or grad * 3)
    model.weight.register_post_accumulate_grad_hook(lambda _: seen.append("later"))
    model.to(device)(numbers(2, 5).to(device)).sum().backward()
    assert seen == ["hook", "later"]
    return [model.weight.grad]


def exceptions_in_hooks(device: str) -> Any:
    class Stop(Exception):
        pass

    def stop(*_: Any) -> None:
        raise Stop

    for attach in ("register_hook", "register_post_accumulate_grad_hook"):
        x = numbers(3).to(device).requires_grad_()
        getattr(x, attach)(stop)
        with pytest.raises(Stop):
            (x * 2).sum().backward()
    y = numbers(3).to(device).requires_grad_()
    (y * y).sum().backward()
    return [y.grad]


def anomaly_mode(device: str) -> Any:
    x = torch.zeros(1).to(device).requires_grad_()
    with pytest.raises(RuntimeError, match="nan values"), torch.autograd.detect_anomaly(check_nan=True):
        (x.sqrt() * 0).sum().backward()
    return []


def function_transforms(device: str) -> Any:
    x, model = numbers(4, 5).to(device), nn.Linear(5, 2).to(device)
    parameters = {name: value.detach() for name, value in model.named_parameters()}

    def loss(weights: Any, one: Tensor) -> Tensor:
        return torch.func.functional_call(model, weights, (one[None],)).square().sum()

    each = torch.func.vmap(torch.func.grad(loss), (None, 0))(parameters, x)
    curved = torch.func.hessian(lambda v: (v**3).sum())(x[0])
    forward = torch.func.jacfwd(torch.sin)(x[0])
    _, along = torch.func.jvp(torch.tanh, (x,), (torch.ones_like(x),))
    return [each["weight"], curved, forward, along, torch.func.jacrev(torch.cos)(x[0])]


def grad_modes(device: str) -> Any:
    with torch.inference_mode():
        a = nn.Linear(5, 2).to(device)(numbers(4, 5).to(device))
        a.add_(1)
        b = a.view(-1)[2:4].mul_(2)
    with torch.no_grad():
        c = a * 2
    return [a, b, c]


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
