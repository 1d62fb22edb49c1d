"""Cells made ready beforehand: some are kept in reserve for each challenge, cases loaded, rights given up."""

from __future__ import annotations

import threading

from dlexam.grading import accelerators
from dlexam.grading.cells import Babble, Cell, Excess, Gone, Late, Nursery, NurseryDied
from dlexam.grading.challenge import Facts
from dlexam.grading.sandbox import scratch

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
        """Wait until it is ready. Late, Gone or Babble if it never is; NoCell if it says why not."""
        header, _ = self.cell.answer(self.cell.clock(_STARTING))
        if "problem" in header:
            self.cell.close()
            raise NoCell(header["problem"])
        return str(header["ready"])

    def close(self) -> None:
        """Kill it, and remove its scratch folder."""
        self.cell.close()


class Spares:
    """Hands out ready cells for one challenge, and prepares the next ones, `count` in all, when told to."""

    def __init__(self, nursery: Nursery, facts: Facts, cases_code: bytes, writes: bool, count: int) -> None:
        self._nursery = nursery
        self._limits = facts.limits
        self._code = cases_code
        self._writes = writes
        self._warm = facts.warm
        self._forbidden = facts.forbidden
        self._count = count
        self._ready: list[ReadyCell] = []
        self._lock = threading.Lock()
        self._facts = facts
        self._beside: dict[str, Spares] = {}

    def on(self, device: str) -> Spares:
        """The cells for a device: a real accelerator has its own, and one in reserve."""
        if device not in accelerators.KINDS:
            return self
        with self._lock:
            if device not in self._beside:
                nursery = self._nursery.beside(device)
                self._beside[device] = Spares(nursery, self._facts, self._code, self._writes, 1)
            return self._beside[device]

    def take(self) -> tuple[ReadyCell, str]:
        """A ready cell and its isolation. NurseryDied or NoCell if none can be had."""
        with self._lock:
            spare = self._ready.pop(0) if self._ready else None
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
        """Have spares made, without waiting for them. NurseryDied or NoCell if that fails."""
        with self._lock:
            while len(self._ready) < self._count:
                self._ready.append(self._make())

    def _make(self) -> ReadyCell:
        self._nursery.warm(self._warm)
        cell = self._nursery.cell(self._limits, scratch.make() if self._writes else None)
        try:
            cell.ask({"forbidden": self._forbidden}, self._code)
        except _TROUBLES:
            cell.close()
            raise NoCell(_NO_CELL) from None
        return ReadyCell(cell)

    def close(self) -> None:
        """Let the spares go."""
        with self._lock:
            while self._ready:
                self._ready.pop().close()
        for spares in self._beside.values():
            spares.close()
