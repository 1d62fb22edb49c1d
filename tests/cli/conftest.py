"""The commands' tests share the interface's small exam."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dlexam.exam.state import State, fold
from dlexam.exam.store import Store

CONTENT = Path(__file__).parents[1] / "ui" / "content"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small exam `tiny` is on the search path."""
    monkeypatch.setenv("DLEXAM_PATH", str(CONTENT))


@pytest.fixture
def state(home: Path) -> Callable[[], State]:
    """What the store of this test's home holds of the latest session."""

    def read() -> State:
        with Store(home) as store:
            return fold(store.events(store.find()))

    return read
