"""For every test: a home of its own, nothing of the user's environment, and a guard over the user's real folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest

_REAL_HOMES = [Path(platformdirs.user_data_dir("dlexam", appauthor=False)), Path(platformdirs.user_cache_dir("dlexam"))]
_OURS = ("DLEXAM_HOME", "DLEXAM_PATH", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR", "TTY_COMPATIBLE")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _traces() -> dict[Path, float]:
    """When each file of the user's real folders was last changed."""
    found = [path for home in _REAL_HOMES if home.exists() for path in (home, *home.rglob("*"))]
    return {path: path.stat().st_mtime for path in found if not path.name.endswith(("-shm", "-wal"))}


@pytest.fixture(scope="session", autouse=True)
def real_home_is_left_alone() -> Iterator[None]:
    """No test may touch the folder in which the user's own sessions are kept."""
    before = _traces()
    yield
    assert _traces() == before, f"a test has touched one of {', '.join(map(str, _REAL_HOMES))}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder for this test; not made yet."""
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DLEXAM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def dlexam(tmp_path: Path) -> Run:
    """Run the program as a process of its own, in `tmp_path`; standard input is `text` through a pipe."""

    def run(*arguments: str, text: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dlexam", *arguments]
        return subprocess.run(
            command, input=text, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **(env or {})},
            timeout=120,
        )  # fmt: skip

    return run
