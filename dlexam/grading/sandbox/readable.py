"""Which files a cell may read: Python's own library and, package by package, what its track needs.

Never a whole site-packages and never the checkout: a Landlock rule can't take back a sub-folder, and the references
lie there (`dlexam/content` in a wheel, `challenges` in an editable install).
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from dlexam.grading.sandbox import syscalls

_NUMPY = ("numpy", "numpy.libs")
_TORCH = (
    *_NUMPY, "torch", "torchgen", "functorch", "torch.libs", "PIL", "pillow.libs", "sympy", "mpmath", "networkx",
    "jinja2", "markupsafe", "fsspec", "filelock", "typing_extensions.py", "setuptools", "_distutils_hack",
)  # fmt: skip
_PACKAGES = {"numpy": _NUMPY, "torch": _TORCH}
_SYSTEM = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/zero")


def readable(track: str, packages: Sequence[str] = ()) -> list[Path]:
    """Files and folders that a cell of this track ("numpy" or "torch") may read, and these `packages` besides."""
    return [*_standard_library(), *_shared_libraries(), *map(Path, _SYSTEM), *_packages(track, packages)]


def _standard_library() -> list[Path]:
    folders = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    # the interpreter's own folder, not the virtual environment's, whose site-packages is no part of the library
    return [
        entry
        for folder in folders
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.name not in ("site-packages", "dist-packages", "ensurepip", "idlelib")
    ]


def _shared_libraries() -> list[Path]:
    multiarch = Path(f"/usr/lib/{syscalls.MACHINE}-linux-gnu")
    found = [multiarch] if multiarch.is_dir() else []
    for folder in (Path("/usr/lib64"), Path("/lib64"), Path("/usr/lib"), Path(sys.base_prefix) / "lib"):
        if folder.is_dir():
            found += [entry for entry in folder.glob("*.so*") if entry.is_file()]
    return found


def _packages(track: str, more: Sequence[str]) -> list[Path]:
    names = (*_PACKAGES[track], *more)
    anchor = importlib.util.find_spec("torch" if track == "torch" else "numpy")
    if anchor is None or anchor.origin is None:
        return []
    roots = {Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))}
    roots.add(Path(anchor.origin).parent.parent)
    return [root / name for root in roots for name in names if (root / name).exists()]
