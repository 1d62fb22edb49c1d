"""Which accelerator a grading runs on, what its cells may do for it, and what is said where there is none.

None of this needs one: what does is in `test_same_on_cuda.py`.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading import engine
from dlexam.grading.devices import accelerators
from dlexam.grading.judge.cells import Nursery
from dlexam.grading.judge.spares import NoCell, Spares
from dlexam.grading.offer import offer

needs_linux = pytest.mark.skipif(offer().isolation != "full", reason="needs the full sandbox, which this machine lacks")
has_cuda = accelerators.possible("cuda")


def settled(asked: list[str], *present: str) -> tuple[str, ...]:
    return accelerators.settle(asked, available=present.__contains__)


@pytest.mark.parametrize(
    ("present", "chosen"), [((), "sim"), (("mps",), "mps"), (("xpu", "cuda"), "cuda"), (("xpu", "mps"), "mps")]
)
def test_auto_is_the_cpu_and_the_best_there_is_else_the_simulator(present, chosen):
    assert settled(["cpu", accelerators.ANY], *present) == ("cpu", chosen)


def test_a_device_that_was_named_is_taken_or_refused_but_never_replaced():
    assert settled(["cuda"], "cuda", "mps") == ("cuda",)
    with pytest.raises(DlexamError, match="no xpu device here"):
        settled(["xpu"], "cuda")


def test_the_simulator_can_be_asked_for_where_there_is_a_gpu():
    assert settled(["sim"], "cuda") == ("sim",)


def test_only_mps_lacks_float64():
    lacking = [
        (device, dtype)
        for device in ("cpu", "sim", *accelerators.KINDS)
        for dtype in ("float32", "float64", "float16", "bfloat16")
        if not accelerators.has(device, dtype)
    ]
    assert lacking == [("mps", "float64")]


def test_a_nursery_keeps_of_the_environment_what_chooses_the_device_and_writes_no_cache():
    kept = accelerators.environment({"CUDA_VISIBLE_DEVICES": "1", "SECRET": "x", "HOME": "/home/me"})
    assert kept["CUDA_VISIBLE_DEVICES"] == "1"
    assert kept["CUDA_CACHE_DISABLE"] == "1"
    assert not {"SECRET", "HOME"} & kept.keys()


@pytest.mark.skipif(has_cuda, reason="there may be a CUDA device here")
@pytest.mark.parametrize("device", ["cuda", "xpu", "mps"])
def test_asking_for_a_device_that_is_not_there_is_wrong_use_with_a_hint_and_at_once(dlexam, device):
    if accelerators.possible(device):
        pytest.skip(f"there may be an {device} device here")
    file = paths.shipped() / "challenges" / "swish" / "reference.py"
    run = dlexam("grade", "swish", str(file), "--device", device)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"There is no {device} device here that PyTorch can use." in run.stderr
    assert "hint: leave out --device, or say --device sim" in run.stderr


def test_the_judge_refuses_what_only_torch_knows_to_be_missing():
    """A machine may have the device's files, and a PyTorch that can't use them: then the judge says so."""
    challenge = challenges.load("cube", [Path(__file__).parents[2] / "content"])
    source = engine.Submission("mine.py", challenge.text("reference.py").encode())
    with engine.Engine() as own:
        own.warm("torch")
        own.send("torch", {**engine.request(challenge, 1), **engine.enclosed(source), "devices": ["xpu"], "id": 5})
        answer = own.receive("torch")
    assert answer["id"] == 5
    assert "no xpu device" in answer["refused"][0]


def test_auto_asks_the_judge_only_where_there_may_be_an_accelerator():
    second = engine.devices("auto", "torch")[1]
    assert second == (accelerators.ANY if any(map(accelerators.possible, accelerators.KINDS)) else "sim")
    assert engine.devices("auto", "numpy") == ["cpu"]


def test_many_files_on_a_real_accelerator_need_leave_for_weak_isolation(monkeypatch):
    from dlexam.cli.grade import _refuse_weak_isolation
    from dlexam.grading.sandbox import enter

    monkeypatch.setattr(enter, "isolation", lambda measures: "full")
    _refuse_weak_isolation(["cpu", "sim"])
    for device in ("cuda", accelerators.ANY):
        with pytest.raises(DlexamError, match="isolation is partial"):
            _refuse_weak_isolation(["cpu", device])


@needs_linux
@pytest.mark.skipif(has_cuda, reason="there may be a CUDA device here")
def test_a_cell_that_can_not_open_the_device_says_why(tmp_path):
    """The whole way to a CUDA cell but for CUDA: a nursery of its own, rights given up, the device tried."""
    challenge = challenges.load("cube", [Path(__file__).parents[2] / "content"])
    nursery = Nursery("torch")
    spares = Spares(nursery, challenge.facts, b"", False)
    try:
        with pytest.raises(NoCell, match=r"the cuda device can't be used in a cell: .*CUDA"):
            spares.on("cuda").take()
        assert spares.on("cuda") is spares.on("cuda")
        assert spares.on("sim") is not spares.on("cuda")
    finally:
        spares.close()
        for one in (nursery, nursery.beside("cuda")):
            one._socket.close()


_CHILD = """
import fcntl, json, os, resource, sys
from pathlib import Path
from dlexam.grading.sandbox import landlock, limits, readable
from dlexam.grading.sandbox.enter import enter, measures

out, granted = int(sys.argv[1]), sys.argv[2:]
def told(call):
    try:
        return call() and 0
    except OSError as error:
        return error.errno
nodes = landlock.hold(granted) if granted else None
reached = enter(measures(), landlock.hold(readable.readable("numpy")), None, limits.Limits(), (out,), nodes)
opened = told(lambda: os.open("/dev/full", os.O_RDWR))
control = told(lambda: fcntl.ioctl(os.open("/dev/full", os.O_RDWR), 0x5413, b"12345678")) if not opened else None
other = told(lambda: os.open("/dev/tty", os.O_RDWR))
named = {name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_NOFILE")}
os.write(out, json.dumps([reached, opened, control, other, named]).encode())
os._exit(0)
"""


def rights(*granted: str) -> list[Any]:
    """Of a process that may use these device files: isolation; opening one, controlling it, another; limits."""
    mine, its = os.pipe()
    with os.fdopen(mine, "rb") as answer:
        child = subprocess.Popen([sys.executable, "-c", _CHILD, str(its), *granted], pass_fds=[its])
        os.close(its)
        told = answer.read()
    assert child.wait() == 0
    facts = json.loads(told)
    assert isinstance(facts, list)
    return facts


@needs_linux
def test_a_cell_without_an_accelerator_reaches_no_device_file():
    reached, opened, _, _, limits = rights()
    assert (reached, opened) == ("full", errno.EACCES)
    assert limits["RLIMIT_NOFILE"] == 64
    assert limits["RLIMIT_AS"] > 0


@needs_linux
def test_a_cell_with_an_accelerator_may_read_write_and_control_its_device_files_alone():
    reached, opened, control, other, limits = rights("/dev/full")
    assert (opened, control) == (0, errno.ENOTTY)  # the kernel passed the call on, and this device knows none
    assert other == errno.EACCES
    assert reached == "partial"
    assert limits["RLIMIT_AS"] == -1  # a driver reserves more address space than any machine has memory
    assert limits["RLIMIT_DATA"] > 0
