"""The deadline clock: how long a session has run, by a clock that no one sets; pure given a reading of the sources.

Within one boot of the machine the running time is exact, whether or not the program ran (CLOCK_BOOTTIME goes on through
suspend). After a reboot it is the latest logged running time plus the wall time since, never less than what was logged.
Setting the wall clock therefore adds no time and ends no running session; both are noticed (`oddity`).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import Struct

WARNINGS = (300, 60)  # seconds before the end
TOLERANCE = 5.0  # seconds by which the wall clock may wander without being worth a note


class Reading(Struct, frozen=True):
    """What the clocks say at one moment. `boot` is "" where this machine can't tell one boot from another."""

    wall: float
    boottime: float
    boot: str


class Anchor(Struct, frozen=True):
    """A moment of a session at which all clocks were read: its running time then, and the reading."""

    elapsed: float
    boottime: float
    boot: str


class Sources(Struct, frozen=True):
    """Where time comes from; tests pass their own."""

    wall: Callable[[], float]
    boottime: Callable[[], float]
    boot: Callable[[], str]

    def read(self) -> Reading:
        """All clocks, now."""
        return Reading(self.wall(), self.boottime(), self.boot())


def running(anchor: Anchor, logged: float, logged_wall: float, now: Reading) -> float:
    """Running time in seconds at `now`. `logged` is the latest running time in the log, written at `logged_wall`."""
    since = now.boottime - anchor.boottime
    if now.boot == anchor.boot and since >= 0:
        return max(logged, anchor.elapsed + since)
    return logged + max(0.0, now.wall - logged_wall)


def oddity(anchor: Anchor, logged: float, logged_wall: float, now: Reading) -> str | None:
    """What is odd about the clocks since the latest event, for the log; None if nothing is."""
    elapsed = running(anchor, logged, logged_wall, now)
    drift = (now.wall - logged_wall) - (elapsed - logged)
    if drift < -TOLERANCE:
        return f"the wall clock was set back by about {-drift:.0f} s; no time was added"
    if drift > TOLERANCE:
        return f"the wall clock jumped forward by about {drift:.0f} s; no time was taken"
    return None


def due_warnings(allowed: float | None, remaining: float | None, told: Collection[int] = ()) -> tuple[int, ...]:
    """The warnings (seconds before the end) that are due and weren't told, the most urgent last.

    A warning that the whole time allowed is too short for is never due.
    """
    if allowed is None or remaining is None:
        return ()
    return tuple(mark for mark in WARNINGS if remaining <= mark < allowed and mark not in told)


def _boottime() -> float:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":  # there, this one goes on while the machine sleeps
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return _darwin_boot() if sys.platform == "darwin" else ""


def _darwin_boot() -> str:
    import subprocess

    command = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


_boot_once: list[str] = []  # it can't change while this process lives


def _this_boot() -> str:
    if not _boot_once:
        _boot_once.append(_boot())
    return _boot_once[0]


SYSTEM = Sources(time.time, _boottime, _this_boot)
