"""`torch.sim`: the module that torch looks up for the device's random state, its count and what autocast supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from dlexam.grading.devices.sim.storage import NAME


class SimModule:
    """The part of `torch.cuda` that portable code asks of a backend. The device shares the CPU's random state."""

    def __init__(self, before_autocast: Callable[[], None]) -> None:
        self._before_autocast = before_autocast

    def is_initialized(self) -> bool:
        """True."""
        return True

    def is_available(self) -> bool:
        """True."""
        return True

    def _is_in_bad_fork(self) -> bool:
        return False

    def current_device(self) -> int:
        """0."""
        return 0

    def device_count(self) -> int:
        """1."""
        return 1

    def get_device_name(self, device: Any = None) -> str:
        """Its name."""
        return "simulated accelerator"

    def empty_cache(self) -> None:
        """Nothing: memory is the host's, and given back at once."""

    def reset_peak_memory_stats(self, device: Any = None) -> None:
        """Nothing: no memory is counted."""

    def memory_allocated(self, device: Any = None) -> int:
        """0: no memory is counted."""
        return 0

    max_memory_allocated = memory_reserved = max_memory_reserved = memory_allocated

    def synchronize(self, device: Any = None) -> None:
        """Nothing: every operation has ended when it returns."""

    def manual_seed(self, seed: int) -> None:
        """Seed the generator that the device shares with the CPU."""
        torch.default_generator.manual_seed(seed)

    def manual_seed_all(self, seed: int) -> None:
        """Nothing: `torch.manual_seed`, which calls this, has seeded the CPU."""

    def get_rng_state(self, device: Any = NAME) -> Tensor:
        """The state of the shared generator."""
        return torch.default_generator.get_state()

    def set_rng_state(self, state: Tensor, device: Any = NAME) -> None:
        """Set the shared generator's state."""
        torch.default_generator.set_state(state)

    def get_amp_supported_dtype(self) -> list[torch.dtype]:
        """What autocast may cast to. Asking prepares autocast for the device."""
        self._before_autocast()
        return [torch.float16, torch.bfloat16]

    class device:
        """`with torch.sim.device(0):` there is only one."""

        def __init__(self, device: Any) -> None:
            pass

        def __enter__(self) -> None:
            pass

        def __exit__(self, *error: object) -> None:
            pass
