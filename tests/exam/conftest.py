"""A home of its own for every test, and a way to start real processes on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from papers import Clocks

from dlexam.exam.store import Store

CHILD = Path(__file__).with_name("exam_child.py")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home) as opened:
        yield opened


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def child() -> Callable[..., subprocess.Popen[str]]:
    """Start `exam_child.py` with these arguments; `before` is put in front of the command."""

    def start(*words: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        command = [*before, sys.executable, str(CHILD), *map(str, words)]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(CHILD.parents[1])},
        )  # fmt: skip

    return start
