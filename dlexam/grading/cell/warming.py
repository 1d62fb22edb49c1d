"""What a spare cell does while it waits: whatever is slow the first time, and can't be done before the fork.

A backward pass, above all: it starts threads, which no fork survives. Nothing of it can be seen afterwards: each trial
seeds the generators anew.
"""

from __future__ import annotations

import ast
import contextlib
import gc
from collections.abc import Callable, Iterator
from typing import Any

from dlexam.grading import wire
from dlexam.grading.cell import static

Step = Callable[[], Any]

_NUMPY_FILE = "import numpy as np\n\ndef double(x: np.ndarray) -> np.ndarray:\n    return np.asarray(x) * 2\n"
_TORCH_FILE = """
import torch
from torch import nn
class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.relu(x * self.weight)
Layer()(torch.ones(3, 2))
"""


def warm_up(track: str, device: str, go_on: Callable[[], bool]) -> None:
    """Take the steps for a track and device, as long as `go_on()`: a submission that arrives doesn't wait."""
    steps = _torch_steps(device) if track == "torch" else _numpy_steps()
    for step in (lambda: _load(track), *steps, gc.collect, gc.freeze):
        if not go_on():
            return
        with contextlib.suppress(Exception):  # what fails here will fail, or not, where it counts
            step()


def _load(track: str) -> None:
    """As a submission is: read, looked through, run."""
    tree = ast.parse(_TORCH_FILE if track == "torch" else _NUMPY_FILE)
    static.refusals(tree, track, ["torch.nothing", "numpy.nothing"])
    exec(compile(tree, "warming.py", "exec"), {"__name__": "warming"})


def _numpy_steps() -> Iterator[Step]:
    import numpy as np

    from dlexam.grading.kit.draw import Draw

    def use() -> None:
        draw = Draw(0, 0, "float64")
        x, w = draw.normal(4, 3), draw.strided(3, 2)
        out = np.maximum(x @ w, 0) + np.exp(-np.abs(x)).sum(axis=1, keepdims=True)
        wire.encode({"out": out, "parts": [np.einsum("ij,jk->ik", x, w), np.where(out > 0, out, 0.0).mean(axis=0)]})

    yield use


def _torch_steps(device: str) -> Iterator[Step]:
    from dlexam.grading.devices import transfers
    from dlexam.grading.kit.torch_draw import TorchDraw

    def on(dtype: str, step: Callable[[Any], Any]) -> Step:
        return lambda: wire.encode(step(TorchDraw(0, 0, dtype, device)))

    yield from (on("float32", _differentiate), on("float64", _differentiate_twice), on("float32", _handle))
    yield from (on("float32", _attend), on("float32", _descend), on("bfloat16", _halve), on("float64", _differentiate))
    yield transfers.forget_transfers


def _differentiate(draw: Any) -> Any:
    from torch import nn

    layers = draw.fill(nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.ReLU(), nn.Linear(4, 2), nn.Tanh()))
    return draw.gradients(layers, draw.normal(5, 3), params=layers)


def _differentiate_twice(draw: Any) -> Any:
    import torch

    x = draw.strided(4, 3)
    return draw.gradients(lambda x: x * torch.sigmoid(x) + torch.exp(-x.abs()), x, second=True)


def _attend(draw: Any) -> Any:
    import torch

    q, k = draw.normal(2, 3, 4), draw.normal(2, 3, 4)
    return draw.gradients(lambda q, k: torch.softmax(q @ k.transpose(-2, -1) / 2, dim=-1) @ k, q, k)


def _descend(draw: Any) -> Any:
    from torch import nn
    from torch.nn import functional as F

    layer, labels = draw.fill(nn.Linear(3, 4)), draw.integers(0, 4, 5)
    F.cross_entropy(layer(draw.normal(5, 3)), labels).backward()  # type: ignore[no-untyped-call]
    return [parameter.grad for parameter in layer.parameters()]


def _handle(draw: Any) -> Any:
    import torch
    from torch import nn

    layers = draw.fill(nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5)), buffers=True)
    layers.load_state_dict(layers.state_dict())
    x = draw.normal(4, 3)
    with torch.no_grad():
        modes = [layers.eval()(x), layers.train()(x)]
        views = [x.clone().copy_(x), x[:, ::2].reshape(-1), x.t().expand(2, 3, 4)]
        joined = [torch.stack([x, x]), torch.cat([x, x[1:]])]
        return [*modes, *views, *joined, x.max(dim=-1).indices, x > 0, x.mean(), {}]


def _halve(draw: Any) -> Any:
    import torch

    return draw.gradients(torch.sigmoid, draw.normal(3))
