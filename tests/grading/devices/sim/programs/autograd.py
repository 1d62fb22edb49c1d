"""Right programs: everything that autograd offers."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from programs.tools import numbers


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
