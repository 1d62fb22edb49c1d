"""Right programs: saving, loading, copying and moving."""

from __future__ import annotations

import copy
import io
from typing import Any

import torch
from torch import nn

from programs.tools import kind, numbers


def _saved(what: Any) -> io.BytesIO:
    buffer = io.BytesIO()
    torch.save(what, buffer)
    buffer.seek(0)
    return buffer


def _model() -> nn.Sequential:
    return nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))


def state_dict_saved_and_loaded(device: str) -> Any:
    model = _model().to(device)
    for place in (None, device, "cpu"):
        state = torch.load(_saved(model.state_dict()), map_location=place)
        assert state["0.weight"].device.type == kind(place or device)
        twin = _model().to(device)
        twin.load_state_dict(state)
        assert torch.equal(twin[0].weight, model[0].weight)
    left = _model()
    left.load_state_dict(model.state_dict())
    assert left[0].weight.device.type == "cpu"
    return [left[0].weight - model[0].weight.cpu()]


def assigned_state_dict(device: str) -> Any:
    model, state = _model(), _model().to(device).state_dict()
    model.load_state_dict(state, assign=True)
    assert model[0].weight.device.type == kind(device)
    return []


def optimizer_state_saved_and_loaded(device: str) -> Any:
    model = _model().to(device)
    optimizer = torch.optim.Adam(model.parameters())
    model(numbers(4, 3).to(device)).square().sum().backward()
    optimizer.step()
    for state in (
        copy.deepcopy(optimizer.state_dict()),
        torch.load(_saved(optimizer.state_dict()), map_location="cpu"),
    ):
        optimizer.load_state_dict(state)
        assert optimizer.state[model[0].weight]["exp_avg"].device.type == kind(device)
        optimizer.step()
    return list(model.parameters())


def whole_module_saved_and_loaded(device: str) -> Any:
    model = _model().to(device)
    twin = torch.load(_saved(model), weights_only=False)
    assert twin[0].weight.device.type == kind(device)
    return [twin[0].weight - model[0].weight]


def deep_copies(device: str) -> Any:
    model = _model().to(device)
    twin = copy.deepcopy(model)
    assert twin[0].weight.device.type == kind(device)
    assert twin[0].weight.data_ptr() != model[0].weight.data_ptr()
    with torch.no_grad():
        for average, now in zip(twin.parameters(), model.parameters(), strict=True):
            average.mul_(0.9).add_(now, alpha=0.1)
    x = numbers(3).to(device)
    whole, part = copy.deepcopy([x, x[1:]])
    whole[1] = 5.0
    assert part[0].item() == 5.0
    return [twin[0].weight, whole, *twin.buffers(), copy.copy(x)]


def there_and_home_again(device: str) -> Any:
    model = nn.Linear(3, 2).to(device)
    weight = model.weight.detach().cpu()
    model.cpu()
    assert torch.equal(weight, model.weight)
    model.to(device, torch.float64)
    return [model.weight, weight]


def gradients_move_along(device: str) -> Any:
    model = nn.Linear(3, 2)
    model(numbers(4, 3)).sum().backward()
    model.to(device)
    assert model.weight.grad.device.type == kind(device)
    grad = model.weight.grad.clone()
    model.cpu()
    assert model.weight.grad.device.type == "cpu"
    return [grad, model.weight.grad]


def tied_weights_stay_tied(device: str) -> Any:
    model = nn.Sequential(nn.Embedding(5, 4), nn.Linear(4, 5, bias=False))
    model[1].weight = model[0].weight
    model.to(device)
    assert model[0].weight is model[1].weight
    model(torch.tensor([1, 2]).to(device)).sum().backward()
    return [model[0].weight.grad]


def data_assigned(device: str) -> Any:
    model = nn.Linear(3, 2).to(device)
    model.weight.data = torch.ones(2, 3, device=device)
    nn.init.constant_(model.bias, 0.5)
    model.weight.data.mul_(2)
    model.weight.data[0] = 5
    return [model(torch.ones(1, 3, device=device)), model.weight]


def data_assigned_across(device: str) -> Any:
    model = nn.Linear(3, 2)
    before = list(model.parameters())
    for parameter in model.parameters():
        parameter.data = parameter.data.to(device)
    assert all(one is other for one, other in zip(before, model.parameters(), strict=True))
    assert model.weight.is_leaf
    model(numbers(4, 3).to(device)).sum().backward()
    return [model.weight.grad, model.weight]


def storages(device: str) -> Any:
    x = torch.arange(3.0, device=device)
    storage = x.untyped_storage()
    assert storage.device.type == kind(device)
    again = torch.empty(0, device=device).set_(storage, 1, (2,), (1,))
    again.add_(1)
    return [x, torch.empty(0, device=device).set_(x), torch.empty(0, device=device).set_(storage.clone())]


def memory_is_given_back(device: str) -> Any:
    def resident() -> int:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * 4096

    x = torch.ones(500_000, device=device, requires_grad=True)
    (x * 1.5).sum().backward()
    before = resident()
    for _ in range(100):
        x.grad = None
        (x * 1.5).sum().backward()
    assert resident() - before < 40e6
    return []
