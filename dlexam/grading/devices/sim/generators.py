"""`torch.Generator(device="sim")`: a generator of the host that says it is the device's.

Torch makes no generators for a backend written in Python, so `torch.Generator` becomes a class that does; what it
makes for other devices, and `isinstance`, stay as they were. The host's operators can't tell the difference and take
a device's generator without complaint: the one mistake with generators that isn't seen.
"""

from __future__ import annotations

import weakref
from typing import Any, cast

import torch

_plain: Any = torch._C.Generator
_ours: set[int] = set()  # addresses of the device's generators: torch hands operators another Python object


class DeviceGenerator(_plain):  # type: ignore[misc]
    """A generator of numbers on the simulated device."""

    def __new__(cls, device: Any = None) -> DeviceGenerator:
        made: Any = super().__new__(cls, device="cpu")
        made._known = torch.device(device or "cpu")
        _ours.add(made._cdata)
        weakref.finalize(made, _ours.discard, made._cdata)
        return cast(DeviceGenerator, made)

    _known: torch.device

    @property
    def device(self) -> torch.device:
        """The simulated device."""
        return torch.device(self._known.type, self._known.index or 0)

    def clone_state(self) -> DeviceGenerator:
        """A new generator on the device, in the same state."""
        twin = DeviceGenerator(self._known)
        twin.set_state(self.get_state())
        return twin


class _GeneratorType(type):
    def __call__(cls, device: Any = "cpu") -> Any:
        wanted = torch.device(device)
        if wanted.type == torch._C._get_privateuse1_backend_name():
            return DeviceGenerator(wanted)
        return _plain(device=wanted)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _plain)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return issubclass(subclass, _plain)


class _Generator(metaclass=_GeneratorType):
    """What `torch.Generator` names once the simulator is installed."""


def replace_generator_class() -> None:
    """Let `torch.Generator` make generators of the device."""
    _Generator.__name__ = _Generator.__qualname__ = "Generator"
    _Generator.__module__ = "torch"
    torch.Generator = _Generator  # type: ignore[misc, assignment]


def is_device_generator(generator: Any) -> bool:
    """Whether this generator, as an operator got it, is one of the device's."""
    return generator._cdata in _ours
