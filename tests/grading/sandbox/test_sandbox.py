"""A cell's rights: what it can't reach, what it still needs, in an editable install and in a wheel."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from dlexam import paths
from dlexam.grading import challenge as challenges
from dlexam.grading.engine import Engine
from dlexam.grading.offer import offer
from dlexam.grading.sandbox import scratch, seccomp, syscalls
from dlexam.grading.submissions import Submission
from dlexam.grading.verdicts import FileResult

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or offer().isolation != "full", reason="needs the full sandbox, which this machine lacks"
)

ROOT = Path(__file__).parents[3]
CONTENT = ROOT / "tests" / "content"
CHILD = Path(__file__).with_name("sandbox_child.py")

# A submission that tries to read each path, and tells in its error what it could read.
PRY = """
import os
found = []
for path in {paths!r}:
    for attempt in (lambda: open(path, "rb").read(1), lambda: os.listdir(path)):
        try:
            attempt()
        except OSError:
            continue
        found.append(path)
raise ValueError("read: " + repr(found))
"""


def pry(paths_: list[str]) -> bytes:
    return PRY.replace("{paths!r}", repr(paths_)).encode()


def told(result: FileResult) -> str:
    return " ".join(filter(None, [result.message, *(case.message for case in result.cases)]))


@pytest.fixture(scope="module")
def engine():
    with Engine() as shared:
        yield shared


def graded(engine: Engine, source: str | bytes, name: str) -> FileResult:
    challenge = challenges.load(name, [CONTENT, paths.shipped()])
    source = source if isinstance(source, bytes) else source.encode()
    (result,) = engine.grade(challenge, [Submission("mine.py", source)])
    return result


def secrets_of(content: Path, package: Path) -> list[str]:
    """What no cell may read, below the folder of the content and that of the code. All of it exists."""
    challenge = next(iter(sorted(content.glob("challenges/*"))))
    found = [challenge / name for name in ("reference.py", "cases.py", "accepted", "rejected")]
    found += [*sorted(content.glob("challenges/*/judge.py"))[:2], content / "question_bank", content / "challenges"]
    found += [
        *sorted(content.glob("question_bank/topics/*.yaml"))[:2],
        package,
        package / "grading" / "judge" / "referee.py",
    ]
    found += [package / "grading" / "judge" / "bench.py", package.parent]
    assert all(path.exists() for path in found), found
    return [str(path) for path in found]


@pytest.mark.parametrize("name", ["scale-rows", "cube"])
def test_a_cell_of_an_editable_install_reads_no_reference_judge_or_key(engine, name):
    wanted = [*secrets_of(ROOT, ROOT / "dlexam"), *secrets_of_fixture(), sysconfig.get_path("purelib")]
    assert "read: []" in told(graded(engine, pry(wanted), name))


def secrets_of_fixture() -> list[str]:
    return [str(CONTENT / "challenges" / name / "reference.py") for name in ("cube", "scale-rows")]


def test_the_prying_submission_does_read_what_is_open(engine):
    import numpy

    assert numpy.__file__ in told(graded(engine, pry([numpy.__file__]), "scale-rows"))


def test_a_numpy_cell_can_not_read_torch(engine):
    import torch

    folder = os.path.dirname(torch.__file__)
    assert "read: []" in told(graded(engine, pry([folder, torch.__file__]), "scale-rows"))


IN_THE_WHEEL = """
import json, sys
from pathlib import Path
import dlexam
from dlexam import paths
from dlexam.grading import challenge, engine, submissions, verdicts
sys.path.append({tests!r})
from test_sandbox import pry, secrets_of
package, content = Path(dlexam.__file__).parent, paths.shipped()
challenges = [challenge.load("scale-rows", [Path({content!r})]), challenge.available([content])[0]]
source = pry([*secrets_of(content, package), str(package.parent)])
told = []
for one in challenges:
    right = (one.folder / "reference.py").read_bytes()
    files = [submissions.Submission("pry.py", source), submissions.Submission("right.py", right)]
    told += [verdicts.as_json(result) for result in engine.grade(one, files)]
print(json.dumps({"package": str(package), "content": str(content), "results": told}))
"""


def test_a_cell_of_a_wheel_reads_no_reference_judge_or_key_and_grades(installed, tmp_path):
    script = IN_THE_WHEEL.replace("{tests!r}", repr(str(CHILD.parent))).replace("{content!r}", repr(str(CONTENT)))
    done = subprocess.run([installed, "-c", script], capture_output=True, text=True, timeout=200, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout)
    assert seen["package"].startswith(str(installed.parents[1]))
    assert seen["content"] == f"{seen['package']}/content"
    pried, right = seen["results"][::2], seen["results"][1::2]
    assert ["read: []" in result["message"] for result in pried] == [True, True]
    assert [(result["passed"], result["isolation"]) for result in right] == [(True, "full")] * 2


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process that has given up its rights found when it tried things."""
    folder = tmp_path_factory.mktemp("child")
    wanted = ["/etc/passwd", "/proc/self/status", str(folder), str(ROOT), json.__file__, "/"]
    ours, theirs = os.pipe()
    # from the checkout's folder: the child imports dlexam from wherever this test does
    command = [sys.executable, str(CHILD), str(theirs), str(folder), *wanted]
    done = subprocess.run(command, pass_fds=[theirs], capture_output=True, text=True, timeout=60)
    os.close(theirs)
    with os.fdopen(ours) as answers:
        text = answers.read()
    assert text, (done.returncode, done.stderr[-2000:])
    return json.loads(text)


def test_every_call_on_the_deny_list_answers_eperm(child):
    assert child["isolation"] == "full"
    assert set(child["denied"].values()) == {errno.EPERM}
    assert len(child["denied"]) > 100


@pytest.mark.parametrize(
    "group",
    [
        "_NETWORK", "_PROCESSES", "_OTHER_PROCESSES", "_KERNEL", "_NAMESPACES", "_IDENTITY", "_ATTRIBUTES", "_MEMORY",
        "_IPC", "_NUISANCE",
    ],
)  # fmt: skip
def test_each_group_is_on_the_list(child, group):
    names = [name for name in getattr(seccomp, group) if syscalls.number(name) is not None]
    assert [name for name in names if child["denied"].get(name) != errno.EPERM] == []


def test_calls_are_refused_for_the_arguments_that_do_harm(child):
    unknown = ("clone3", "a call newer than the table", "an x32 call")
    allowed = ("kill oneself",)
    expected = {
        name: errno.ENOSYS if name in unknown else 0 if name in allowed else errno.EPERM for name in child["particular"]
    }
    raised = child["particular"].pop("raise a limit")
    expected.pop("raise a limit")
    assert child["particular"] == expected
    assert raised != 0


def test_files_are_refused_but_the_library_and_the_scratch_folder(child):
    opened = {path for path, error in child["files"].items() if error == 0}
    scratch_folder = next(path for path in child["files"] if path.endswith("child0"))
    assert opened == {json.__file__, scratch_folder}
    assert {error for error in child["files"].values() if error} == {errno.EACCES}
    assert child["scratch"] == 0


def test_nothing_is_left_of_descriptors_powers_and_core_files(child):
    facts = child["facts"]
    assert facts["descriptors"] == [0, 1, 2]
    assert facts["capabilities"] == [0] * 6
    assert facts["dumpable"] == 0
    assert facts["core"] == [0, 0]
    assert facts["stays within its memory"] == 0


TORCH_NEEDS = """
import json, decimal, io, sqlite3, zoneinfo, unittest.mock
import torch
import torch.func
import torch.nn.utils.parametrizations
import torch.utils.checkpoint
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Cube(nn.Module):
    def forward(self, x):
        return x * x * x


model = nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 1))
optimiser = torch.optim.AdamW(model.parameters())
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 3)
for (batch,) in DataLoader(TensorDataset(torch.randn(8, 3)), batch_size=4, shuffle=True):
    optimiser.zero_grad()
    model(batch).square().mean().backward()
    optimiser.step()
    schedule.step()
kept = io.BytesIO()
torch.save(model.state_dict(), kept)
kept.seek(0)
model.load_state_dict(torch.load(kept))
torch.linalg.svd(torch.randn(3, 3))
torch.distributions.Normal(0.0, 1.0).sample((2,))
torch.func.vmap(torch.sin)(torch.randn(3))
picture = io.BytesIO()
Image.new("RGB", (4, 4), "red").save(picture, "PNG")
Image.open(picture).resize((2, 2)).convert("L").load()
assert decimal.Decimal("0.1") and json.dumps({"a": 1}) and zoneinfo.ZoneInfo("UTC")
"""

NUMPY_NEEDS = """
import collections, csv, dataclasses, decimal, fractions, functools, itertools, json, logging, random, re, statistics
import typing, unittest, urllib.parse, xml.etree.ElementTree, zoneinfo, asyncio, concurrent.futures, threading
import numpy as np
import numpy.fft, numpy.linalg, numpy.ma, numpy.polynomial, numpy.random, numpy.testing
from encodings import idna, latin_1, utf_16

threading.Thread(target=np.linalg.svd, args=(np.eye(3),)).start()
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    assert list(pool.map(abs, [-1, 2])) == [1, 2]


def scale_rows(x):
    return np.einsum("nd,n->nd", x, 1 / np.sqrt((x**2).sum(axis=1)))
"""


def test_a_torch_solution_gets_all_that_it_may_need(engine, tmp_path):
    roomy = roomy_copy("cube", tmp_path)
    (result,) = engine.grade(roomy, [Submission("mine.py", TORCH_NEEDS.encode())])
    assert result.passed, told(result)


def test_a_numpy_solution_gets_all_that_it_may_need(engine, tmp_path):
    roomy = roomy_copy("scale-rows", tmp_path)
    (result,) = engine.grade(roomy, [Submission("mine.py", NUMPY_NEEDS.encode())])
    assert result.passed, told(result)


def roomy_copy(name: str, folder: Path) -> challenges.Challenge:
    """The challenge with time enough for imports on a busy machine: rights are what is tested."""
    original = challenges.load(name, [CONTENT])
    copy = folder / name
    copy.mkdir()
    for file in ("statement.md", "starter.py", "reference.py", "cases.py"):
        (copy / file).write_text(original.text(file))
    facts = original.text("challenge.yaml").partition("limits:")[0]
    (copy / "challenge.yaml").write_text(facts + "limits: {seconds: 20, memory: 1024, total: 60}\n")
    return challenges.read(copy)


def test_scratch_folders_tell_when_they_are_full(tmp_path):
    assert scratch.problem(tmp_path) is None
    for number in range(2001):
        (tmp_path / str(number)).touch()
    assert "more than 2000 files" in str(scratch.problem(tmp_path))
    scratch.remove(tmp_path)
    deep = scratch.make()
    (deep / "/".join(["a" * 200] * 6)).mkdir(parents=True)
    assert "too deep" in str(scratch.problem(deep))
    scratch.remove(deep)
    assert not deep.exists()


def test_removing_a_scratch_folder_follows_no_link_and_minds_no_mode(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("here")
    kept.chmod(0o500)
    folder = scratch.make()
    (folder / "link").symlink_to(kept)
    (folder / "closed").mkdir()
    (folder / "closed" / "link").symlink_to(kept / "file")
    (folder / "closed" / "inner").mkdir(mode=0o000)
    (folder / "closed").chmod(0o300)
    scratch.remove(folder)
    assert not folder.exists()
    assert (kept / "file").read_text() == "here"
    assert kept.stat().st_mode & 0o777 == 0o500
    kept.chmod(0o700)


def test_removing_a_scratch_folder_copes_with_paths_longer_than_the_system_allows(monkeypatch):
    folder = scratch.make()
    monkeypatch.chdir(folder)
    for _ in range(60):
        os.mkdir("n" * 100)
        os.chdir("n" * 100)
    os.chdir("/")
    scratch.remove(folder)
    assert not folder.exists()
