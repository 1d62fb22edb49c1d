"""What this machine offers for grading: isolation measure by measure, versions, devices. Free of torch."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys

from msgspec import Struct

from dlexam.grading.sandbox import landlock
from dlexam.grading.sandbox.enter import isolation, measures


class Offer(Struct, frozen=True, kw_only=True):
    """Facts for `dlexam doctor`. `versions` maps package to version, None where it is not installed."""

    system: str
    python: str
    cores: int
    isolation: str
    measures: dict[str, bool]
    landlock_abi: int
    versions: dict[str, str | None]


def offer() -> Offer:
    """Look at this machine."""
    measured = measures() if sys.platform == "linux" else {"landlock": False, "seccomp": False, "limits": False}
    return Offer(
        system=platform.platform(), python=platform.python_version(), cores=os.cpu_count() or 1, measures=measured,
        isolation=isolation(measured), landlock_abi=landlock.abi() if sys.platform == "linux" else 0,
        versions={name: _version(name) for name in ("torch", "numpy", "pillow")},
    )  # fmt: skip


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
