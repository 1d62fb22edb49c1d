"""Cells made ready beforehand: one is kept in reserve for each challenge, its cases loaded, its rights given up."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from dlexam.grading.cells import Babble, Cell, Gone, Late, Nursery, NurseryDied
from dlexam.grading.sandbox.limits import Limits

_TROUBLES = (Late, Gone, Babble)
_STARTING = 10.0  # seconds of processor time; it takes milliseconds


class ReadyCell:
    """A cell that waits for a submission. `isolation` is what it reached, said before anything hostile ran."""

    def __init__(self, cell: Cell, scratch: Path | None) -> None:
        self.cell = cell
        self._scratch = scratch

    def isolation(self) -> str:
        """Wait until it is ready. Late, Gone or Babble if it never is."""
        header, _ = self.cell.answer(self.cell.clock(_STARTING))
        return str(header["ready"])

    def close(self) -> None:
        """Kill it, and remove its scratch folder."""
        self.cell.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)


class Spares:
    """Hands out ready cells for one challenge, and prepares the next one when told to."""

    def __init__(self, nursery: Nursery, limits: Limits, cases_code: bytes, scratch: bool, warm: list[str]) -> None:
        self._nursery = nursery
        self._limits = limits
        self._code = cases_code
        self._scratch = scratch
        self._warm = warm
        self._spare: ReadyCell | None = None
        self._lock = threading.Lock()

    def take(self) -> tuple[ReadyCell, str]:
        """A ready cell and its isolation. NurseryDied or one of a cell's troubles if none can be had."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            try:
                return spare, spare.isolation()
            except (*_TROUBLES, NurseryDied):  # it died waiting, with its nursery perhaps
                spare.close()
        fresh = self._make()
        return fresh, fresh.isolation()

    def prepare(self) -> None:
        """Have a spare made, without waiting for it."""
        with self._lock:
            if self._spare is None:
                self._spare = self._make()

    def _make(self) -> ReadyCell:
        self._nursery.warm(self._warm)
        scratch = Path(tempfile.mkdtemp(prefix="dlexam-cell-")) if self._scratch else None
        cell = self._nursery.cell(self._limits, scratch)
        cell.ask({"cases": True}, self._code)
        return ReadyCell(cell, scratch)

    def close(self) -> None:
        """Let the spare go."""
        with self._lock:
            if self._spare is not None:
                self._spare.close()
                self._spare = None
