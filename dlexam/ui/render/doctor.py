"""The doctor's findings for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

if TYPE_CHECKING:
    from dlexam.grading.offer import Offer

_REMEDIES = {
    "landlock": "a Linux kernel from 5.13 on with Landlock switched on (lsm=landlock,...)",
    "landlock guards truncation": "a Linux kernel from 6.2 on",
    "seccomp": "a kernel with seccomp filters, on x86_64 or aarch64",
    "limits": "Linux with /proc mounted",
}


def examined(offer: Offer, where: dict[str, str], tried: dict[str, str]) -> RenderableType:
    """Isolation measure by measure, versions and places; `tried`: what was tried, and how it went ("works", ...)."""
    lines = [Text(f"Isolation: {offer.isolation}", style="bold green" if offer.isolation == "full" else "bold yellow")]
    for name, there in offer.measures.items():
        lines.append(_line(there, name, "" if there else f"needs {_REMEDIES[name]}"))
    if offer.landlock_abi:
        lines.append(Text(f"    Landlock ABI {offer.landlock_abi}", style="dim"))
    for name, version in offer.versions.items():
        lines.append(_line(version is not None, name, version or "is not installed: pip install dlexam"))
    for name, went in tried.items():
        lines.append(_line(went == "works" or went.startswith("are marked"), name, went))
    lines += [Text(f"  {offer.system}, Python {offer.python}, {offer.cores} cores")]
    lines += [Text(f"  {name}: {place}") for name, place in where.items()]
    return Group(*lines)


def _line(fine: bool, name: str, what: str) -> Text:
    sign, style = ("✓", "green") if fine else ("✗", "red")
    return Text(f"  {sign} ", style=style).append(f"{name}{' ' + what if what else ''}", style="default")
