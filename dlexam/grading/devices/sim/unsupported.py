"""What the simulator can't do: one error, and how to know it from a mistake of the submission."""

from __future__ import annotations

MARK = "the simulated accelerator can't do this"

# What torch says where a part of a backend can't be supplied from Python, or the CPU lacks a kernel that CUDA has.
_TORCH_SAYS = (
    "PrivateUse1",
    "privateuseone",
    "PyTorch is not linked with support for sim",
    "Backend doesn't support",
    "with arguments from the 'CPU' backend",
    "not implemented for 'Half'",
    "not implemented for 'BFloat16'",
    "Allocator for sim",
    "Unknown device type sim",
    "Found input tensors on sim device",
)


class Unsupported(RuntimeError):
    """A right program may do this on a real accelerator; here it can't be told. `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{MARK}: {what}")


def is_unsupported(error: BaseException) -> bool:
    """Whether this exception, or one that it was raised from, says that the simulator is at its end.

    To be asked only of what was raised while a case ran on the device.
    """
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        if isinstance(current, Unsupported):
            return True
        if isinstance(current, (RuntimeError, ValueError)) and any(words in str(current) for words in _TORCH_SAYS):
            return True
        current = current.__cause__
    return False
