"""How long a cell may take: processor time, read from outside, and enough wall time for a busy machine."""

from __future__ import annotations

import os
import time

_PATIENCE = 4.0  # wall time a limit allows for each second of processor time: the machine may be busy


class Late(Exception):
    """The cell used up its time: of the processor, or, if it `waited` so many seconds, on the wall."""

    def __init__(self, waited: float | None = None) -> None:
        super().__init__(waited)
        self.waited = waited


class Deadline:
    """Runs out after so many seconds of a process's processor time, or `_PATIENCE` times as many on the wall.

    Wall time in which the process was ready to run and got no processor doesn't count, up to `_PATIENCE` times more:
    a busy machine is not the learner's fault.
    """

    def __init__(self, pid: int | None, seconds: float) -> None:
        self._pid = pid
        self._clock = None if pid is None else (~pid << 3) | 2  # the kernel's id of another process's CPU clock
        self._seconds = seconds
        self._began_wall = time.monotonic()
        self._began_cpu = self._cpu()
        self._began_queue = self._queued()

    def _queued(self) -> float:
        """Seconds for which it has waited in the run queue (Linux; else 0)."""
        try:
            # a text file's layers take three times as long
            facts = os.open(f"/proc/{self._pid}/schedstat", os.O_RDONLY)
            try:
                return int(os.read(facts, 200).split()[1]) / 1e9
            finally:
                os.close(facts)
        except (OSError, ValueError, IndexError):
            return 0.0

    def _cpu(self) -> float | None:
        if self._clock is None:
            return None
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None  # it is gone, or this system has no such clocks

    def forgive(self, seconds: float) -> None:
        """Lengthen its wall time by what the judge itself took."""
        self._began_wall += seconds

    def spent(self) -> float:
        """Processor seconds used so far, and at least what `_PATIENCE` makes of the time it didn't have to wait."""
        cpu = self._cpu()
        used = cpu - self._began_cpu if cpu is not None and self._began_cpu is not None else 0.0
        waited = max(0.0, self._queued() - self._began_queue)
        return max(used, (time.monotonic() - self._began_wall - waited) / _PATIENCE)

    def check(self, often: bool = True) -> None:
        """Raise Late if it has run out."""
        wall = time.monotonic() - self._began_wall
        if wall < self._seconds:
            return
        most = _PATIENCE * self._seconds
        if wall > most and (wall > _PATIENCE * most or wall - (self._queued() - self._began_queue) > most):
            raise Late(waited=wall)
        cpu = self._cpu() if often else None
        if cpu is not None and self._began_cpu is not None and cpu - self._began_cpu > self._seconds:
            raise Late
