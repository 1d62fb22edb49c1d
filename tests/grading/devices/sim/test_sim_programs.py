"""Right programs run on the simulated device with the CPU's numbers; wrong ones are refused as on CUDA."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = ("layers", "training", "autograd", "tensors", "state", "courses", "operators")
Ask = Callable[[str, str], "str | None"]


class Worker:
    """`worker.py` at work; a fresh one takes over if it dies."""

    def __init__(self) -> None:
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "worker.py")]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, module: str, name: str) -> str | None:
        """What went wrong with this program, if anything."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"module": module, "name": name}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait()
            self.process = self._start()
            return f"the process died ({code})"
        problem = json.loads(line)["problem"]
        assert problem is None or isinstance(problem, str)
        return problem

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Run a program in a process that has the device."""
    worker = Worker()
    yield worker.ask
    worker.close()


def programs(module: str) -> list[str]:
    """The public functions of a module of programs, without importing it: torch stays out of this process."""
    tree = ast.parse((HERE / "programs" / f"{module}.py").read_text())
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def wrong_programs() -> list[str]:
    """The names in `wrong.py`: those given to `_layer`, and the functions in its last list."""
    tree = ast.parse((HERE / "programs" / "wrong.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    layers = [
        call.args[0].value for call in calls if call.func.id == "_layer" and isinstance(call.args[0], ast.Constant)
    ]
    whole = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [*layers, *(name for name in whole if name not in ("_wrong", "_layer"))]


RIGHT = [(module, name) for module in MODULES for name in programs(module)]


@pytest.mark.parametrize(("module", "name"), RIGHT)
def test_right_programs_give_the_cpus_numbers(ask: Ask, module: str, name: str) -> None:
    assert ask(module, name) is None


@pytest.mark.parametrize("name", programs("legal"))
def test_mixes_that_cuda_allows_are_allowed(ask: Ask, name: str) -> None:
    assert ask("legal", name) is None


@pytest.mark.parametrize("name", wrong_programs())
def test_wrong_programs_are_refused_as_on_cuda(ask: Ask, name: str) -> None:
    assert ask("wrong", name) is None


@pytest.mark.parametrize("name", programs("beyond"))
def test_what_cannot_be_simulated_is_told_as_unsupported(ask: Ask, name: str) -> None:
    assert ask("beyond", name) is None


def test_the_battery_is_not_shrunk() -> None:
    assert len(RIGHT) >= 120
    assert len(wrong_programs()) >= 45
    assert len(programs("legal")) >= 7
