"""How the screens look: a dark and a light theme, and for terminals of 16 colours the terminal's own palette.

The choice is the learner's and is remembered in the home folder. Without one: what COLORFGBG says, else dark.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

from dlexam import paths

DARK = Theme(
    name="dlexam-dark",
    primary="#7aa2d6",
    secondary="#8fb8a8",
    accent="#d9a85b",
    warning="#e0b050",
    error="#e07a6f",
    success="#8fc27a",
    foreground="#dcdfe4",
    background="#16191f",
    surface="#1c2028",
    panel="#252b35",
    dark=True,
)
LIGHT = Theme(
    name="dlexam-light",
    primary="#1f5fa8",
    secondary="#2b7060",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6b1f",
    foreground="#1d2127",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3db",
    dark=False,
)
# What Rich calls black, red, green, yellow, blue, magenta, cyan and white (then the bright ones), where the theme isn't
# the terminal's own: as legible as the theme's colours, also as greys where there is no colour.
_DARK_INK = (
    "252b35 e07a6f 8fc27a e0b050 7aa2d6 c896d2 78bec8 dcdfe4 828a96 ec8c80 a0d28c ecc064 91b6e4 d6aae0 91d0d8 ffffff"
)
_LIGHT_INK = (
    "1d2127 b3261e 2f6b1f 8a5a00 1f5fa8 82328c 0f697a 5a606a 5a606a be3028 387626 966200 286cb8 913e9b 147486 3c424c"
)


def _inks(ground: str, text: str, inks: str) -> TerminalTheme:
    colours = [(int(ink[:2], 16), int(ink[2:4], 16), int(ink[4:], 16)) for ink in (ground, text, *inks.split())]
    return TerminalTheme(colours[0], colours[1], colours[2:10], colours[10:])


ANSI_DARK = _inks("16191f", "dcdfe4", _DARK_INK)
ANSI_LIGHT = _inks("fbfaf7", "1d2127", _LIGHT_INK)
ORDER = (DARK.name, LIGHT.name, "ansi-dark", "ansi-light")  # in which the key for the look goes through them


def first(home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The theme to begin with."""
    with suppress(OSError, ValueError):
        remembered = (home / paths.THEME).read_text(encoding="utf-8").strip()
        if remembered in _offered(environment):
            return remembered
    light = _light_ground(environment.get("COLORFGBG", ""))
    if "NO_COLOR" in environment or _many_colours(environment):
        return LIGHT.name if light else DARK.name
    return "ansi-light" if light else "ansi-dark"


def after(theme: str, environment: Mapping[str, str] = os.environ) -> str:
    """The next one."""
    order = _offered(environment)
    return order[(order.index(theme) + 1) % len(order)] if theme in order else order[0]


def remember(home: Path, theme: str) -> None:
    """Keep the choice; where that can't be, it is forgotten with the program."""
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        (home / paths.THEME).write_text(f"{theme}\n", encoding="utf-8")


def _offered(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Under NO_COLOR all becomes grey, and the terminal's own colours would become black on black."""
    return ORDER[:2] if "NO_COLOR" in environment else ORDER


def _light_ground(colorfgbg: str) -> bool:
    """Whether the terminal says that its ground is light ("0;15": black on white)."""
    return colorfgbg.rpartition(";")[2] in ("7", "15")


def _many_colours(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows more than its 16 colours."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return True
    return "256color" in environment.get("TERM", "") or "direct" in environment.get("TERM", "")
