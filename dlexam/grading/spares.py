"""Cells made ready beforehand: one is kept in reserve for each challenge, its cases loaded, its rights given up."""

from __future__ import annotations

import threading

from dlexam.grading.cells import Babble, Cell, Excess, Gone, Late, Nursery, NurseryDied
from dlexam.grading.sandbox import scratch
from dlexam.grading.sandbox.limits import Limits

_TROUBLES = (Late, Gone, Babble, Excess)
_NO_CELL = "no cell could be made ready; `dlexam doctor` says what this machine offers"
_STARTING = 10.0  # seconds of processor time; it takes milliseconds


class NoCell(Exception):
    """No cell could be made ready, or none that gave up its rights: our fault, before anything hostile ran."""


class ReadyCell:
    """A cell that waits for a submission. `isolation` is what it reached, said before anything hostile ran."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell

    def isolation(self) -> str:
        """Wait until it is ready. Late, Gone or Babble if it never is."""
        header, _ = self.cell.answer(self.cell.clock(_STARTING))
        return str(header["ready"])

    def close(self) -> None:
        """Kill it, and remove its scratch folder."""
        self.cell.close()


class Spares:
    """Hands out ready cells for one challenge, and prepares the next one when told to."""

    def __init__(self, nursery: Nursery, limits: Limits, cases_code: bytes, writes: bool, warm: list[str]) -> None:
        self._nursery = nursery
        self._limits = limits
        self._code = cases_code
        self._writes = writes
        self._warm = warm
        self._spare: ReadyCell | None = None
        self._lock = threading.Lock()

    def take(self) -> tuple[ReadyCell, str]:
        """A ready cell and its isolation. NurseryDied or NoCell if none can be had."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            try:
                return spare, spare.isolation()
            except (*_TROUBLES, NurseryDied):  # it died waiting, with its nursery perhaps
                spare.close()
        fresh = self._make()
        try:
            return fresh, fresh.isolation()
        except _TROUBLES:
            fresh.close()
            raise NoCell(_NO_CELL) from None

    def prepare(self) -> None:
        """Have a spare made, without waiting for it. NurseryDied or NoCell if that fails."""
        with self._lock:
            if self._spare is None:
                self._spare = self._make()

    def _make(self) -> ReadyCell:
        self._nursery.warm(self._warm)
        cell = self._nursery.cell(self._limits, scratch.make() if self._writes else None)
        try:
            cell.ask({"cases": True}, self._code)
        except _TROUBLES:
            cell.close()
            raise NoCell(_NO_CELL) from None
        return ReadyCell(cell)

    def close(self) -> None:
        """Let the spare go."""
        with self._lock:
            if self._spare is not None:
                self._spare.close()
                self._spare = None
