"""What a case is: a function from a submission and a draw to an observation, with its title, points and demands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from msgspec import Struct

from dlexam.errors import DlexamError

DTYPES = {"torch": ("float32", "float64"), "numpy": ("float64",)}
DEVICES = {"torch": ("cpu", "accelerator"), "numpy": ("cpu",)}
CHEATS = ("zeros", "constant", "copy", "first")


class Fault(Exception):
    """Raised by a case to fail with the author's own message; it must not hold an expected value."""


class Case(Struct, frozen=True, kw_only=True):
    """One scenario. `id` is the function's name with hyphens; see `case` for the rest."""

    id: str
    title: str
    points: float
    run: Callable[[Any, Any], Any]
    hint: str | None
    public: bool
    draws: int
    dtypes: tuple[str, ...] | None
    devices: tuple[str, ...] | None
    tol: float | None
    scale: float | None
    seconds: float | None
    admits: tuple[str, ...]
    because: str
    judged_in: Literal["float64", "same"]
    scratch: bool
    spread: bool

    def trials(self, track: str) -> list[tuple[str, int]]:
        """The (dtype, draw index) pairs it runs with, in order."""
        return [(dtype, index) for dtype in self.dtypes or DTYPES[track] for index in range(self.draws)]

    def spread_trials(self, track: str) -> list[tuple[str, int]]:
        """Each draw once, the dtypes in turn: (dtype, draw index) pairs in the order of `trials`."""
        dtypes = self.dtypes or DTYPES[track]
        return [(dtype, index) for dtype, index in self.trials(track) if dtypes[index % len(dtypes)] == dtype]

    def places(self, track: str) -> tuple[str, ...]:
        """Where it runs: "cpu", "accelerator" or both."""
        return self.devices or DEVICES[track]

    def runs_on(self, device: str, track: str) -> bool:
        """Whether it runs on this device: "cpu", or any accelerator by its name."""
        return ("cpu" if device == "cpu" else "accelerator") in self.places(track)


def case(
    title: str,
    *,
    points: float,
    hint: str | None = None,
    public: bool = False,
    draws: int = 2,
    dtypes: Sequence[str] | None = None,
    devices: Sequence[str] | None = None,
    tol: float | None = None,
    scale: float | None = None,
    seconds: float | None = None,
    admits: Sequence[str] = (),
    because: str = "",
    judged_in: Literal["float64", "same"] = "float64",
    scratch: bool = False,
    spread: bool = False,
) -> Callable[[Callable[[Any, Any], Any]], Case]:
    """Make a case of a function `(submission, draw) -> observation`.

    `tol` and `scale` override the comparison's tolerance and scale, `admits` names cheats (`CHEATS`) that the case
    can't tell from a right solution; all three need `because`, the reason. `seconds` is processor time. `spread`: each
    draw runs at one dtype, the dtypes in turn, and the first alone on an accelerator, where one draw holds many calls.
    """
    if (tol is not None or scale is not None or admits) and not because:
        raise DlexamError(f"The case “{title}” changes what is admitted without because=.", "say why in because=")
    if points < 0 or draws < 1:
        raise DlexamError(f"The case “{title}” has points below 0 or no draws.")

    def make(run: Callable[[Any, Any], Any]) -> Case:
        return Case(
            id=run.__name__.replace("_", "-"), title=title, points=points, run=run, hint=hint, public=public,
            draws=draws, dtypes=tuple(dtypes) if dtypes else None, devices=tuple(devices) if devices else None, tol=tol,
            scale=scale, seconds=seconds, admits=tuple(admits), because=because, judged_in=judged_in, scratch=scratch,
            spread=spread,
        )  # fmt: skip

    return make


def collect(namespace: dict[str, Any]) -> dict[str, Case]:
    """The cases of a `cases.py`, by id, in the order of the file."""
    return {value.id: value for value in namespace.values() if isinstance(value, Case)}
