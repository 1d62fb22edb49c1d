"""Any operator on the device: check where its tensors lie, run the CPU's kernel on the memory behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from dlexam.grading.devices.sim import rules
from dlexam.grading.devices.sim.guard import below_everything
from dlexam.grading.devices.sim.plans import Argument, Plan, Role, plan_of
from dlexam.grading.devices.sim.storage import CPU, CPU_KERNELS, adopt, host_on, is_ours, readable, repoint, tensor_on

_NO_NUMBER = "instead found type"  # of torch's message where an operator takes no number for a tensor


def on_host(op: Any, *args: Any, **kwargs: Any) -> Any:
    """Run `op`, called with tensors of the device, by the CPU's kernel. Its results lie on the device.

    RuntimeError, as on CUDA, where tensors of two devices meet. In-place operators change their tensors' own memory;
    views share it.
    """
    return call_on_host(op, plan_of(op), None, args, kwargs)


def call_on_host(op: Any, plan: Plan, kernel: Callable[..., Any] | None, args: Any, kwargs: dict[str, Any]) -> Any:
    """`on_host`, by another `kernel` than the CPU's if one is given: it gets and returns host tensors."""
    if kernel is None and (plan.pure or plan.in_place):
        done, results = _quickly(op, plan, args, kwargs)
        if done:
            return results
    call = _Call(plan)
    with below_everything():
        args, kwargs = call.to_host(args, kwargs)
        if kernel is not None:
            results = kernel(*args, **kwargs)
        elif call.numbers:
            results = call.with_numbers(op, args, kwargs)
        else:
            results = op.redispatch(CPU_KERNELS, *args, **kwargs)
        if call.writes:
            call.follow_writes()
        return call.to_device(results)


def _quickly(op: Any, plan: Plan, args: Any, kwargs: dict[str, Any]) -> tuple[bool, Any]:
    """The short way for what only reads, or writes in place: whether it could be taken, and the results."""
    if kwargs and not plan.names.isdisjoint(kwargs):
        return False, None
    with below_everything():
        hosts, numbers = _hosts(plan, args)
        if numbers:
            try:
                results = op(*hosts, **kwargs)
            except RuntimeError as refused:
                if _NO_NUMBER in str(refused):
                    return False, None
                raise
        else:
            results = op.redispatch(CPU_KERNELS, *hosts, **kwargs)
        return True, args[0] if plan.in_place else _adopted(results)


def _hosts(plan: Plan, args: Any) -> tuple[list[Any], bool]:
    """Host tensors for the device's, and whether a number stands for a tensor somewhere."""
    hosts, given, numbers = list(args), len(args), False
    for argument in plan.arguments:
        place = argument.place
        if place >= given:
            break
        value = hosts[place]
        if isinstance(value, Tensor):
            hosts[place] = _read(value, argument, plan)
        elif argument.role is Role.TENSORS and value is not None:
            hosts[place] = [None if one is None else _read(one, argument, plan) for one in value]
        elif value is not None:
            numbers = True
    return hosts, numbers


def _read(tensor: Tensor, argument: Argument, plan: Plan) -> Tensor:
    if is_ours(tensor):
        return readable(tensor)
    rules.check_guest(tensor, argument, plan)
    return tensor


def _adopted(results: Any) -> Any:
    if isinstance(results, Tensor):
        return adopt(results)
    return type(results)(map(_adopted, results)) if isinstance(results, (tuple, list)) else results


class _Guest:
    """A device tensor in a call: with its storage, and the host tensor that stands in for it."""

    __slots__ = ("host", "storage", "tensor", "written")

    def __init__(self, tensor: Tensor, written: bool) -> None:
        self.tensor = tensor
        self.storage = tensor.untyped_storage()
        self.host = host_on(self.storage, tensor)
        self.written = written


class _Call:
    """One call on its way to the host and back."""

    __slots__ = ("guests", "numbers", "plan", "writes")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.guests: list[_Guest] = []
        self.writes = False
        self.numbers: list[int | str] = []  # where a number stands in for a tensor, by place or name

    def to_host(self, args: Any, kwargs: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """The arguments, with host tensors for the device's."""
        if self.plan.indexing:
            rules.check_indices(args)
        args = list(args)
        given = len(args)
        for argument in self.plan.arguments:
            if argument.place < given:
                key: Any = argument.place
                holder: Any = args
            elif argument.name in kwargs:
                key, holder = argument.name, kwargs
            else:
                continue
            value = holder[key]
            if isinstance(value, Tensor):
                holder[key] = self._host(value, argument)
            elif argument.role is Role.TENSOR:
                if value is not None:
                    self.numbers.append(key)
            elif value is not None:
                holder[key] = self._convert(value, argument)
        return args, kwargs

    def _convert(self, value: Any, argument: Argument) -> Any:
        if argument.role is Role.TENSORS:
            return [None if one is None else self._host(one, argument) for one in value]
        if argument.role is Role.DEVICE:
            rules.check_target(value, self.plan)
            return CPU
        rules.check_generator(value)
        return value

    def _host(self, tensor: Tensor, argument: Argument) -> Tensor:
        if not is_ours(tensor):
            rules.check_guest(tensor, argument, self.plan)
            return tensor
        self.writes |= argument.written
        for guest in self.guests:
            if guest.tensor is tensor:
                guest.written |= argument.written
                return guest.host
        guest = _Guest(tensor, argument.written)
        self.guests.append(guest)
        return guest.host

    def with_numbers(self, op: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call an operator that was given Python numbers for tensors.

        Torch turned them into numbers on the way here, and turns them back for some operators (arithmetic) only.
        """
        try:
            return op(*args, **kwargs)
        except RuntimeError as refused:
            if _NO_NUMBER not in str(refused):
                raise
        for key in self.numbers:
            holder: Any = kwargs if isinstance(key, str) else args
            holder[key] = torch.scalar_tensor(holder[key], dtype=self._result_type(holder[key]), device=CPU)
        return op.redispatch(CPU_KERNELS, *args, **kwargs)

    def _result_type(self, number: complex) -> torch.dtype:
        partners = [guest.host for guest in self.guests if guest.host.dtype is not torch.bool] or [self.guests[0].host]
        return torch.result_type(partners[0], number)

    def follow_writes(self) -> None:
        """Have each written tensor follow its host tensor, should that have moved or changed shape."""
        for guest in self.guests:
            if guest.written:
                repoint(guest.tensor, guest.storage, guest.host)

    def to_device(self, results: Any) -> Any:
        """The results on the device: the very tensors that were passed in, or views of them, where they are that."""
        if isinstance(results, Tensor):
            return self._device(results)
        if isinstance(results, (tuple, list)):
            return type(results)(map(self.to_device, results))
        return results

    def _device(self, host: Tensor) -> Tensor:
        for guest in self.guests:
            if guest.host is host:
                return guest.tensor
        if host.layout is torch.strided:
            memory = host.untyped_storage()._cdata
            for guest in self.guests:
                if guest.host.untyped_storage()._cdata == memory:
                    return tensor_on(guest.storage, host)
        return adopt(host)
