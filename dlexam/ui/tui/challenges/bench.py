"""A watch in a thread of its own, for a screen: keys and wishes go in, pictures of the desk come out.

Only that thread touches the desk and the judge; `stop` ends it and every process below it.
"""

from __future__ import annotations

import copy
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.ui.watch.desk import Desk
from dlexam.ui.watch.moves import press

if TYPE_CHECKING:
    from dlexam.ui.asked import Asked

WISHES = ("again", "follow")  # grade once more; grade at every save, or not any more
_PATIENCE = 10.0  # seconds; ending a judge takes a fraction of one


class Bench:
    """The view of one watch. `show` gets each new picture, `ended` why it ended by itself; both in that thread."""

    def __init__(
        self, asked: Asked, home: Path, show: Callable[[Desk], object], ended: Callable[[BaseException], object]
    ) -> None:
        self.asked = asked
        self._home, self._show, self._ended = home, show, ended
        self._desk = Desk()
        self._keys: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, following: bool) -> None:
        """Grade the file; then whenever it is saved (`following`), or when that is wished for."""
        self._thread = threading.Thread(target=self._run, args=(following,), name="bench", daemon=True)
        self._thread.start()

    def press(self, key: str) -> None:
        """A key of the watch (see `watch.moves`), or one of the WISHES."""
        self._keys.put(key)

    def stop(self) -> None:
        """End the watch and its judge; back when they are gone."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def graded(self) -> None:
        """A grading is on the desk."""
        self._show(copy.copy(self._desk))

    changed = graded

    def tick(self, seconds: float) -> str | None:
        """Take a key, waiting up to `seconds` for one; a stop is noticed at once."""
        if self._stopping.is_set():
            return "quit"
        try:
            key = self._keys.get(timeout=seconds) if seconds else self._keys.get_nowait()
        except queue.Empty:
            return None
        wish = key if key in WISHES else press(key, self._desk, self.asked, self._home)
        self.changed()
        return wish

    def _run(self, following: bool) -> None:
        from dlexam.ui.watch.loop import Quit, Watch

        try:
            Watch(self.asked, self._desk, self, self._home, lambda: None, following).run()
        except Quit:
            pass
        except Exception as error:
            self._ended(error)
