"""The interface's tests sit a small exam of their own: one question of every kind that needs no grading."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from papers import Clocks

from dlexam.exam.state import State, fold
from dlexam.exam.store import Store

Terminal = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture(autouse=True)
def _content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLEXAM_PATH", str(Path(__file__).parent / "content"))


@pytest.fixture
def state(home: Path) -> Callable[[], State]:
    """What the store of this test's home holds of the latest session, read as another process would."""

    def read() -> State:
        with Store(home) as store:
            return fold(store.events(store.find()))

    return read


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def at_home(home: Path, clocks: Clocks) -> Callable[..., str | None]:
    """Run a scenario that begins at the home, on the tests' own exam and challenges."""
    from home_pages import on_test_content
    from tui_pilot import NARROW, piloted

    from dlexam.ui.tui.home.screen import HomeScreen

    def run(scenario: Any, size: tuple[int, int] = NARROW) -> str | None:
        return piloted(home, on_test_content(lambda: HomeScreen(clocks.sources)), scenario, size=size)

    return run


def _heed_hangups() -> None:
    """In the child: a shell that ignores them, as nohup does, hands that on."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Start the program in a pseudo-terminal of 80 columns, in line mode; an empty DLEXAM_PLAIN asks for the screen."""
    started: list[pexpect.spawn[str]] = []

    def start(
        *arguments: str, env: dict[str, str] | None = None, size: tuple[int, int] = (24, 80)
    ) -> pexpect.spawn[str]:
        child = pexpect.spawn(
            sys.executable, ["-m", "dlexam", *arguments], encoding="utf-8", cwd=str(tmp_path), dimensions=size,
            timeout=30, preexec_fn=_heed_hangups,
            env={**os.environ, "TERM": "xterm-256color", "DLEXAM_PLAIN": "1", **(env or {})},
        )  # fmt: skip
        child.delaybeforesend = None
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


@pytest.fixture
def screen(terminal: Terminal) -> Terminal:
    """Start an exam on the full screen, and wait for its question."""

    def start(*words: str, env: dict[str, str] | None = None, **options: Any) -> pexpect.spawn[str]:
        child = terminal("exam", *words, env={"DLEXAM_PLAIN": "", **(env or {})}, **options)
        child.expect("Question .* of 8")
        return child

    return start
