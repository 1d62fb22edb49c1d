"""For every test: a home of its own, and nothing of the user's environment or folders."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from dlexam import paths

_ROOT = Path(__file__).parents[1]
_OURS = (
    "DLEXAM_HOME",
    "DLEXAM_PATH",
    "DLEXAM_PLAIN",
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


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that has dlexam from a wheel, and our own dependencies by a path."""
    folder = tmp_path_factory.mktemp("wheel")
    isolated = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", *isolated, "-w", str(folder), str(_ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if built.returncode and not isolated:
        pytest.skip("no hatchling here, and none can be fetched: no wheel to test")
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    target = ["--no-deps", "--no-compile", "-q", "--target", str(site)]
    subprocess.run([sys.executable, "-m", "pip", "install", *target, str(wheel)], check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin" / "python"
