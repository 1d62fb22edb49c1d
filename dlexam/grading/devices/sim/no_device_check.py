"""The operators that a real accelerator runs without checking devices first, where 0-d CPU tensors may mix in.

The list is data, made from the operators' description that torch packages for its own generator. Run this module to
write it anew for the installed torch: `python -m dlexam.grading.devices.sim.no_device_check`.
"""

from __future__ import annotations

from pathlib import Path

_LIST = Path(__file__).with_suffix(".txt")
_HEADER = "# Operators that torch {} declares with `device_check: NoCheck`. Made by no_device_check.py.\n"


def listed() -> frozenset[str]:
    """The names in the repository's list, each with its overload ("add.Tensor")."""
    return frozenset(line for line in _LIST.read_text().splitlines() if not line.startswith("#"))


def described() -> frozenset[str]:
    """The same, read anew from the installed torch: slow, a check of `listed`."""
    import torchgen  # type: ignore[import-untyped]
    import yaml

    source = Path(torchgen.__file__).parent / "packaged/ATen/native/native_functions.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    functions = yaml.load(source.read_text(), Loader=loader)
    return frozenset(one["func"].split("(")[0] for one in functions if one.get("device_check") == "NoCheck")


def write() -> None:
    """Replace the repository's list by what the installed torch says."""
    import torch

    version = torch.__version__.split("+")[0]
    _LIST.write_text(_HEADER.format(version) + "".join(f"{name}\n" for name in sorted(described())))


if __name__ == "__main__":
    write()
