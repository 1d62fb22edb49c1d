"""For every test: a home of its own, and nothing of the user's environment or folders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dlexam import paths

_OURS = (
    "DLEXAM_HOME",
    "DLEXAM_PATH",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "VISUAL",
    "EDITOR",
    "TTY_COMPATIBLE",
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder for this test; not made yet.

    The user's own folders can't be reached, not even by a test that takes DLEXAM_HOME away.
    """
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "user" / name))
    assert tmp_path in paths.home().parents
    assert tmp_path in paths.cache().parents
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
