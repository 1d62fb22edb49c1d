"""The torch track's draw: the numbers of `Draw` as tensors on the case's device, and gradients under cotangents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.autograd import graph

from dlexam.grading.kit.cases import Fault
from dlexam.grading.kit.draw import Draw
from dlexam.grading.kit.staying import staying
from dlexam.grading.wire import Vjp


class TorchDraw(Draw):
    """Gives tensors on `device`; `dtype` is this run's: float64 when the reference runs at full precision."""

    def __init__(
        self, seed: int, index: int, dtype: str, device: str = "cpu", run_dtype: str = "", scratch: Path | None = None,
        keeps: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(seed, index, dtype, device, run_dtype, scratch, keeps)
        self.device = torch.device(device)
        self.dtype = getattr(torch, self.run_dtype_name)
        self._rounding = getattr(torch, dtype)
        if self.device.type not in ("cpu", "sim"):  # it has a global generator of its own
            torch.get_device_module(self.device).manual_seed(seed)

    def generator(self, device: torch.device | str | None = None) -> torch.Generator:
        """A torch generator seeded by the draw, on the CPU or, where asked (`draw.device`), on a device."""
        return torch.Generator(device or "cpu").manual_seed(self.integer(0, 1 << 62))

    def picture(self, width: int, height: int, mode: str = "RGB") -> Any:
        """A Pillow image of random pixels, to be saved where a case wants it. `mode`: L, LA, RGB, RGBA or CMYK."""
        from PIL import Image

        return Image.frombytes(mode, (width, height), self.rng.bytes(width * height * Image.getmodebands(mode)))

    def staying(self, reads: int = 0) -> AbstractContextManager[None]:
        """`with draw.staying():` Fault with the submission's line if it copies numbers from the device to the CPU.

        `reads` numbers are let pass (a loss that is logged). Nothing happens on the CPU. Don't nest it.
        """
        return staying(self.device, reads)

    def fill(self, module: nn.Module, std: float = 0.5, buffers: bool = False) -> nn.Module:
        """The module on the draw's device and dtype, every floating parameter set to random numbers.

        The numbers hang on a parameter's name and shape alone: what else a submission keeps shifts nothing. With
        `buffers`, floating buffers too (those named running_var are variances, and get positive ones).
        """
        module = module.to(device=self.device, dtype=self.dtype)
        start = self.integer(0, 1 << 62)
        with torch.no_grad():
            for name, values in (*module.named_parameters(), *(module.named_buffers() if buffers else ())):
                if values.is_floating_point():
                    rng = np.random.default_rng([start, *name.encode()])
                    drawn = self._give(rng.normal(0, std, tuple(values.shape)))
                    values.copy_(drawn.abs() + 0.1 if name.endswith("running_var") else drawn)
        return module

    def gradients(
        self,
        function: Callable[..., Any],
        *inputs: Tensor,
        params: nn.Module | Iterable[Tensor] = (),
        second: bool = False,
    ) -> Vjp:
        """Outputs of `function(*inputs)` and their vjp under a random cotangent.

        Returns {"outputs", "inputs": [...], "params": {...}} and, where asked, "second": the gradients of
        <first gradients, random>. Fault where an output carries no gradient or a gradient doesn't arrive.
        """
        leaves = [x.detach().requires_grad_() if x.is_floating_point() else x for x in inputs]
        outputs = function(*leaves)
        named = dict(_named(params))
        wanted = {f"input {place}": x for place, x in enumerate(leaves) if x.requires_grad} | named
        first = self._vjp(outputs, wanted, create_graph=second)
        result = Vjp(outputs=outputs, inputs=first[: len(first) - len(named)])
        result["params"] = dict(zip(named, first[len(first) - len(named) :], strict=True))
        if second:
            result["second"] = self._vjp(first, wanted, create_graph=False)
        return result

    def training(self, module: nn.Module, loss: Callable[[int], Tensor], steps: int = 3, rate: float = 0.05) -> Any:
        """Plain gradient descent on `loss(step)`: {"losses": ...} and, from `state`, what became of the module."""
        losses = []
        for step in range(steps):
            module.zero_grad()
            value = loss(step)
            if not (isinstance(value, Tensor) and value.requires_grad and value.dim() == 0):
                raise Fault("the loss is not a tensor without dimensions that carries a gradient")
            value.backward()  # type: ignore[no-untyped-call]
            with torch.no_grad():
                for parameter in module.parameters():
                    if parameter.grad is not None:
                        parameter.sub_(rate * parameter.grad)
            losses.append(value.detach().clone())
        return {"losses": torch.stack(losses), **self.state(module)}

    def state(self, module: nn.Module, optimizer: torch.optim.Optimizer | None = None) -> dict[str, Any]:
        """A copy of the module's parameters and buffers by name, and of what the optimizer keeps for each parameter."""
        seen: dict[str, Any] = {
            "parameters": {name: value.detach().clone() for name, value in module.named_parameters()},
            "buffers": {name: value.clone() for name, value in module.named_buffers()},
        }
        if optimizer is not None:
            listed = (parameter for group in optimizer.param_groups for parameter in group["params"])
            seen["optimizer"] = [_copied(optimizer.state.get(parameter, {})) for parameter in listed]
        return seen

    def _vjp(self, outputs: Any, wanted: Mapping[str, Tensor], create_graph: bool) -> list[Tensor]:
        found = [y for y in _tensors(outputs) if y.is_floating_point()]
        if not found:
            raise Fault("the result holds no floating-point tensor")
        if not all(y.requires_grad for y in found):
            raise Fault("a result carries no gradient: somewhere the graph was cut (detach, .data, no_grad, numpy)")
        cotangents = [self.normal(*y.shape).to(device=y.device, dtype=y.dtype) for y in found]
        # What torch.autograd.grad calls: itself, it imports sympy where it is given cotangents, 0.4 s in every cell.
        grads = graph._engine_run_backward(
            tuple(found), tuple(cotangents), create_graph, create_graph, tuple(wanted.values()),
            allow_unreachable=True, accumulate_grad=False,
        )  # fmt: skip
        for name, grad in zip(wanted, grads, strict=True):
            if grad is None:
                raise Fault(f"no gradient arrives at {name}")
        return list(grads)

    def _give(self, values: NDArray[Any]) -> Any:
        drawn = torch.from_numpy(np.asarray(values, np.float64))
        return self._arrived(drawn.to(self._rounding, copy=True).to(self.dtype))

    def _give_integers(self, values: NDArray[Any], dtype: str) -> Any:
        return self._arrived(torch.from_numpy(np.array(values).astype(dtype)))

    def _arrived(self, fresh: Tensor) -> Tensor:
        """A tensor that nobody else holds, on the draw's device; kept is a copy, since a submission may write there."""
        if self._keeps:
            self.made.append(fresh.clone())
        if self.device.type != "sim":
            return fresh.to(self.device)
        from dlexam.grading.devices.sim.storage import arrival

        return arrival(fresh)


def _copied(state: Mapping[str, Any]) -> dict[str, Any]:
    """An optimizer's state for one parameter; a count of steps may lie anywhere, and is a number."""
    return {
        name: float(one) if name == "step" else one.clone() if isinstance(one, Tensor) else one
        for name, one in state.items()
    }


def _named(params: nn.Module | Iterable[Tensor]) -> Iterator[tuple[str, Tensor]]:
    if isinstance(params, nn.Module):
        yield from sorted(params.named_parameters(), key=lambda named: named[0])
    else:
        yield from ((f"parameter {place}", value) for place, value in enumerate(params))


def _tensors(tree: Any) -> Iterator[Tensor]:
    if isinstance(tree, Tensor):
        yield tree
    elif isinstance(tree, dict):
        for part in tree.values():
            yield from _tensors(part)
    elif isinstance(tree, (list, tuple)):
        for part in tree:
            yield from _tensors(part)
