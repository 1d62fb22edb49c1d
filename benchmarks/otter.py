"""`make bench WITH=otter`: otter-grader on six equivalent checks of swish, in an environment of its own, against us."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.grading import warm_seconds
from benchmarks.timing import Row, dlexam, paired
from dlexam import paths
from dlexam.grading import challenge as challenges

_REFERENCE = "an `otter run`, six checks"
_CHECKS = (
    ">>> x = torch.randn(5, 7)\n>>> bool(torch.allclose(Swish()(x), x * torch.sigmoid(x)))\nTrue",
    ">>> Swish()(torch.randn(())).shape, Swish()(torch.randn(3, 0, 2)).shape\n(torch.Size([]), torch.Size([3, 0, 2]))",
    ">>> Swish()(torch.randn(6, 5).half()).dtype\ntorch.float16",
    ">>> torch.autograd.gradcheck(Swish(), torch.randn(4, 3).double().requires_grad_())\nTrue",
    ">>> bool(torch.isfinite(Swish()(torch.tensor([1e4, -1e4]))).all())\nTrue",
    ">>> x = torch.randn(3, 5)\n>>> y = x.clone()\n>>> _ = Swish()(x)\n>>> bool((x == y).all())\nTrue",
)


class NotToBeHad(Exception):
    """otter-grader can't be installed or run here: why, in a line."""


def rows(runs: int) -> Iterator[Row]:
    """One cold and one warm grade of swish against one run of otter. NotToBeHad if there is no otter."""
    swish = challenges.load("swish", [paths.shipped()])
    reference = swish.folder / "reference.py"
    with tempfile.TemporaryDirectory() as folder:
        otter = _installed(Path(folder) / "venv")
        command = _assignment(otter, Path(folder), reference)
        cold, against = paired(dlexam("grade", "swish", str(reference)), command, runs)
    note = f"{against / cold:.0f} × as long as ours"
    yield Row(what="one cold `grade swish`", seconds=cold, reference=_REFERENCE, against=against, note=note)
    (warm,) = warm_seconds(swish, runs, "reference.py")
    note = f"{against / warm:.0f} × as long as ours"
    yield Row(what="one more submission, warm", seconds=warm, reference=_REFERENCE, against=against, note=note)


def _installed(folder: Path) -> Path:
    """The `otter` of a fresh environment, which finds torch and numpy where this one has them."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    try:
        # its own dependencies may name torch: ours is there already, by the path
        (site,) = folder.glob("lib/python*/site-packages")
        (site / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
        subprocess.run([*pip, "otter-grader", "ipykernel"], check=True, capture_output=True, text=True, timeout=900)
    except (subprocess.SubprocessError, ValueError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        raise NotToBeHad(said[-1] if said else "pip failed") from None
    return folder / "bin" / "otter"


def _assignment(otter: Path, folder: Path, reference: Path) -> list[str]:
    """The command that grades our reference; it has been run once, and found all six right."""
    (folder / "tests").mkdir()
    (folder / "out").mkdir()
    for number, check in enumerate(_CHECKS, 1):
        suite = {"cases": [{"code": check, "hidden": False, "locked": False}], "scored": True, "type": "doctest"}
        test = {"name": f"q{number}", "points": 1, "suites": [suite | {"setup": "", "teardown": ""}]}
        (folder / "tests" / f"q{number}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n")
    (folder / "swish.py").write_text(reference.read_text())
    os.environ["PATH"] = f"{otter.parent}{os.pathsep}{os.environ['PATH']}"  # its kernel is found there
    zipped = str(folder / "grader.zip")
    make = [str(otter), "generate", "-t", str(folder / "tests"), "--no-requirements", "--no-environment", "-o", zipped]
    command = [str(otter), "run", "-a", zipped, "-o", str(folder / "out"), str(folder / "swish.py")]
    for step in (make, command):
        done = subprocess.run(step, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise NotToBeHad((done.stderr.strip().splitlines() or ["otter failed"])[-1])
    found = json.loads((folder / "out" / "results.json").read_text())["tests"]
    scores = {test["name"]: test.get("score") for test in found if test["name"].startswith("q")}
    if scores != {f"q{number}": 1 for number in range(1, len(_CHECKS) + 1)}:
        raise NotToBeHad(f"otter did not find the reference right: {scores}")
    return command
