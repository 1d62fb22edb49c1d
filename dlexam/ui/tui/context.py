"""What the screens work with: the learner's store, the content folders, the bank. Opened at the first need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam import paths

if TYPE_CHECKING:
    from dlexam.bank.library import Library
    from dlexam.exam.store import Store


class Context:
    """One learner's home and the content on the search path. `extra` are the folders of `--path`."""

    def __init__(self, home: Path, extra: Sequence[Path] = (), store: Store | None = None) -> None:
        self.home = home
        self.folders = paths.search_path(extra)
        self._given = store

    @cached_property
    def store(self) -> Store:
        """The learner's sessions; made if there are none yet."""
        from dlexam.exam.store import Store

        return self._given or Store(self.home)

    @cached_property
    def library(self) -> Library:
        """The bank on the search path. Raises DlexamError where it can't be read."""
        from dlexam.bank.library import Library

        return Library.open(self.folders, paths.cache())

    def close(self) -> None:
        """Close what was opened here, not what was given."""
        if self._given is None and "store" in self.__dict__:
            self.store.close()
