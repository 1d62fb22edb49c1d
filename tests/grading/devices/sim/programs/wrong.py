"""Wrong programs: each forgets the device somewhere, and must end as it would on CUDA.

`REFUSED` maps a program to the exception and to the words in its message; where nothing is said, it is the one about
tensors on two devices. All but those in `ANYWHERE` are right on the CPU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from programs.tools import kind, numbers

MIXED: tuple[Any, str] = (RuntimeError, "Expected all tensors to be on the same device")
_TO_NUMPY: tuple[Any, str] = (TypeError, "can't convert")
# What torch says depends on its build; where there is a GPU, it is the mixture of devices that is refused.
_CUDA_WORDS = "all tensors" if torch.cuda.is_available() else "NVIDIA driver" if torch.version.cuda else "CUDA enabled"
_CUDA: tuple[Any, str] = ((RuntimeError, AssertionError), _CUDA_WORDS)
_HIDDEN: tuple[Any, str] = (RuntimeError, "Input and hidden tensors are not at the same device")
_ASTRAY: tuple[Any, str] = (AssertionError, "the result is on the wrong device")

PROGRAMS: dict[str, Callable[[str], Any]] = {}
REFUSED: dict[str, tuple[Any, str]] = {}
ANYWHERE = ("cuda_method", "cuda_factory", "cuda_module")

Body = Callable[[Any, Tensor], Tensor]


def _wrong(program: Callable[[str], Any], refused: tuple[Any, str] = MIXED) -> None:
    name = program.__name__
    PROGRAMS[name], REFUSED[name] = program, refused


def _layer(name: str, body: Body, refused: tuple[Any, str] = MIXED, **attributes: Callable[[], Any]) -> None:
    """A module whose forward pass is `body`: moved to the device, and called with an input there."""

    class Layer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.linear = nn.Linear(5, 5)
            for attribute, make in attributes.items():
                setattr(self, attribute, make())

        def forward(self, x: Tensor) -> Tensor:
            return body(self, x)

    def program(device: str) -> None:
        out = Layer().to(device)(numbers(4, 5).to(device))
        assert out.device.type == kind(device), _ASTRAY[1]

    program.__name__ = name
    _wrong(program, refused)


_long = torch.long

# made without device=
_layer("zeros_added", lambda self, x: self.linear(x) + torch.zeros(4, 5))
_layer("zeros_joined", lambda self, x: torch.cat([self.linear(x), torch.zeros(4, 1)], 1))
_layer("zeros_stacked", lambda self, x: torch.stack([x, torch.zeros(4, 5)]))
_layer("cpu_tensor_changed_in_place", lambda self, x: torch.zeros(4, 5).add_(x))
_layer("noise_added", lambda self, x: x + torch.randn(x.shape))
_layer("weights_multiplied", lambda self, x: x * torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]))
_layer("weight_left_for_linear", lambda self, x: F.linear(x, torch.ones(2, 5)))
_layer("weight_left_for_matmul", lambda self, x: torch.matmul(x, torch.ones(5, 2)))
_layer("weight_left_for_einsum", lambda self, x: torch.einsum("ij,jk->ik", x, torch.ones(5, 2)))
_layer("kernel_left_for_convolution", lambda self, x: F.conv1d(x[None], torch.ones(2, 4, 3))[0])
_layer("statistics_left_for_batch_norm", lambda self, x: F.batch_norm(x, torch.zeros(5), torch.ones(5)))
_layer("weight_left_for_layer_norm", lambda self, x: F.layer_norm(x, (5,), torch.ones(5)))
_layer(
    "class_weights_left",
    lambda self, x: F.cross_entropy(x, torch.zeros(4, dtype=_long, device=x.device), weight=torch.ones(5)),
)
_layer("result_left", lambda self, x: torch.add(x, x, out=torch.empty(4, 5)))

# masks and indices
_layer("mask_for_masked_fill", lambda self, x: x.masked_fill(torch.ones(4, 5, dtype=torch.bool), 0.0))
_layer("mask_for_where", lambda self, x: torch.where(torch.ones(4, 5, dtype=torch.bool), x, 0.0))
_layer(
    "mask_for_attention",
    lambda self, x: F.scaled_dot_product_attention(x[None], x[None], x[None], torch.ones(4, 4).tril().bool())[0],
)
_layer("indices_for_embedding", lambda self, x: F.embedding(torch.tensor([1, 2]), self.linear.weight))
_layer("indices_for_gather", lambda self, x: x.gather(1, torch.zeros(4, 1, dtype=_long)))
_layer("indices_for_index_select", lambda self, x: x.index_select(0, torch.tensor([0, 1])))
_layer("indices_for_scatter", lambda self, x: x.scatter(1, torch.zeros(4, 1, dtype=_long), 1.0))
_layer(
    "cpu_tensor_indexed_from_the_device", lambda self, x: torch.arange(5.0)[x.argmax(1)],
    (RuntimeError, "indices should be either on cpu or on the same device"),
)  # fmt: skip
_layer(
    "values_put_by_index",
    lambda self, x: x.detach().clone().index_put_((torch.tensor([0], device=x.device),), torch.ones(1, 5)),
)

# what `.to` doesn't see
_layer("plain_attribute", lambda self, x: x * self.scale, scale=lambda: torch.ones(5))
_layer("plain_attribute_in_matmul", lambda self, x: x @ self.mix, mix=lambda: torch.ones(5, 5))
_layer("position_table", lambda self, x: self.linear(x) + self.table[:4], table=lambda: torch.randn(10, 5))
_layer("modules_in_a_list", lambda self, x: self.inner[0](x), inner=lambda: [nn.Linear(5, 5)])
_layer(
    "state_of_lstm", lambda self, x: self.rnn(x[None], (torch.zeros(1, 1, 5), torch.zeros(1, 1, 5)))[0], _HIDDEN,
    rnn=lambda: nn.LSTM(5, 5, batch_first=True),
)  # fmt: skip
_layer(
    "state_of_gru", lambda self, x: self.rnn(x[None], torch.zeros(1, 1, 5))[0], _HIDDEN,
    rnn=lambda: nn.GRU(5, 5, batch_first=True),
)  # fmt: skip

# hops over the CPU and numpy, and devices written down
_layer("hop_over_the_cpu", lambda self, x: x.cpu() * self.linear.weight[0])
_layer("numpy_method", lambda self, x: torch.from_numpy(x.detach().numpy()).to(x.device), _TO_NUMPY)
_layer("numpy_asarray", lambda self, x: torch.tensor(np.asarray(x.detach())).to(x.device), _TO_NUMPY)
_layer("numpy_function", lambda self, x: torch.as_tensor(np.exp(x.detach())).to(x.device), _TO_NUMPY)
_layer("returned_from_the_cpu", lambda self, x: self.linear(x).cpu(), _ASTRAY)
_layer("rebuilt_on_the_cpu", lambda self, x: torch.tensor(self.linear(x).tolist()), _ASTRAY)
_layer(
    "cpu_generator", lambda self, x: x + torch.randn(4, 5, device=x.device, generator=torch.Generator()),
    (RuntimeError, "device type for generator but found 'cpu'"),
)  # fmt: skip
_layer("cuda_method", lambda self, x: x + torch.zeros(4, 5).cuda(), _CUDA)
_layer("cuda_factory", lambda self, x: x + torch.zeros(4, 5, device="cuda"), _CUDA)
_layer("cuda_module", lambda self, x: nn.Linear(5, 5).to("cuda")(x), _CUDA)


def _labels_stayed(device: str) -> None:
    F.cross_entropy(nn.Linear(5, 3).to(device)(numbers(4, 5).to(device)), torch.zeros(4, dtype=_long)).backward()


def _targets_stayed(device: str) -> None:
    F.mse_loss(nn.Linear(5, 3).to(device)(numbers(4, 5).to(device)), torch.zeros(4, 3)).backward()


def _batch_stayed(device: str) -> None:
    nn.Linear(5, 3).to(device)(numbers(4, 5))


def _model_stayed(device: str) -> None:
    nn.Linear(5, 3)(numbers(4, 5).to(device))


def _gradient_from_elsewhere(device: str) -> None:
    parameter = nn.Parameter(torch.ones(3, device=device))
    parameter.grad = torch.ones(3)


class _MixesInBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return x * 2

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        return grad * torch.full(grad.shape, 2.0)


class _ReturnsFromTheCpu(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return x * 2

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        return torch.full(grad.shape, 2.0)


def _backward_mixes(device: str) -> None:
    _MixesInBackward.apply(numbers(3).to(device).requires_grad_()).sum().backward()


def _backward_returns_from_the_cpu(device: str) -> None:
    _ReturnsFromTheCpu.apply(numbers(3).to(device).requires_grad_()).sum().backward()


def _optimizer_of_another_device(device: str) -> None:
    model = nn.Linear(3, 2).to(device)
    model(numbers(4, 3).to(device)).sum().backward()
    step = torch.zeros(2, 3)
    with torch.no_grad():
        model.weight.sub_(step.add(1))


for _program in (
    _labels_stayed, _targets_stayed, _batch_stayed, _model_stayed, _backward_mixes, _optimizer_of_another_device,
):  # fmt: skip
    _wrong(_program)
_wrong(_gradient_from_elsewhere, (RuntimeError, "device"))
_wrong(_backward_returns_from_the_cpu, (RuntimeError, "device"))
