"""Cells made ready beforehand: some are kept in reserve for each challenge, cases loaded, rights given up."""

from __future__ import annotations

import contextlib
import threading

from dlexam.grading.challenge import Facts
from dlexam.grading.devices import accelerators
from dlexam.grading.judge.cells import Babble, Cell, Excess, Gone, Nursery, NurseryDied
from dlexam.grading.judge.deadline import Late
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
        self.warmed = False

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
    """The cells of one challenge, by the device that they are for."""

    def __init__(self, nursery: Nursery, facts: Facts, cases_code: bytes, writes: bool) -> None:
        self._nursery = nursery
        self._facts = facts
        self._code = cases_code
        self._writes = writes
        self._pools: dict[str, Pool] = {}
        self._lock = threading.Lock()

    def on(self, device: str) -> Pool:
        """The cells for a device; those for a real accelerator come from a nursery of their own."""
        with self._lock:
            if device not in self._pools:
                nursery = self._nursery.beside(device) if device in accelerators.KINDS else self._nursery
                self._pools[device] = Pool(nursery, self._facts, self._code, self._writes, device)
            return self._pools[device]

    def warm_up(self) -> None:
        """Have the spares do, while they wait, what is slow the first time."""
        for pool in list(self._pools.values()):
            pool.warm_up()

    def renew(self) -> None:
        """End the cells that are done, and have those made that the next submission will want."""
        for pool in list(self._pools.values()):
            pool.renew()

    def close(self) -> None:
        """Let the spares go."""
        for pool in self._pools.values():
            pool.close()


class Pool:
    """Hands out ready cells of one challenge for one device, and keeps one in reserve when told to.

    To end a process and to fork one both cost milliseconds of a processor: `renew` does them when nobody waits.
    """

    def __init__(self, nursery: Nursery, facts: Facts, cases_code: bytes, writes: bool, device: str) -> None:
        self._nursery = nursery
        self._limits = facts.limits
        self._code = cases_code
        self._writes = writes
        self._warm = facts.warm
        self._forbidden = facts.forbidden
        self._order = {"warm": device, "track": facts.track}
        self._spare: ReadyCell | None = None
        self._retired: list[ReadyCell] = []
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

    def retire(self, cell: ReadyCell) -> None:
        """Take back a cell that nobody needs any more."""
        with self._lock:
            self._retired.append(cell)

    def renew(self) -> None:
        """End the retired cells, and have a spare made, without waiting for it."""
        with self._lock:
            while self._retired:
                self._retired.pop().close()
            with contextlib.suppress(NurseryDied, NoCell):  # whoever needs one will see
                self._spare = self._spare or self._make()

    def warm_up(self) -> None:
        """Have the spare warm up, once, without waiting for it."""
        with self._lock:
            if self._spare is not None and not self._spare.warmed:
                self._spare.warmed = True
                with contextlib.suppress(*_TROUBLES):  # whoever takes it will see
                    self._spare.cell.ask(self._order)

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
        """Let all its cells go."""
        with self._lock:
            while self._retired:
                self._retired.pop().close()
            if self._spare is not None:
                self._spare.close()
                self._spare = None
