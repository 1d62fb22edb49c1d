"""On the accelerator: right code of any style passes, and whatever is left on the CPU is told with its line."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from dlexam.grading import challenge as challenges
from dlexam.grading.engine import Engine
from dlexam.grading.submissions import Submission
from dlexam.grading.verdicts import CaseResult

FACTS = """
format: 1
id: placed
title: Placed
track: torch
source: [a test]
summary: A layer and a loop.
minutes: 5
hints: [none]
explain: none
references: []
limits: {seconds: 8, total: 60}
"""
CASES = """
import torch
from torch import nn
from dlexam.grading.kit import Fault, case

ON_THE_DEVICE = {"devices": ("accelerator",), "draws": 1, "dtypes": ("float32",)}


@case("A layer", points=1, **ON_THE_DEVICE)
def layer(submission, draw):
    return {"out": draw.fill(submission.Net())(draw.normal(4, 5))}


@case("Its gradients", points=1, **ON_THE_DEVICE)
def gradients(submission, draw):
    return draw.gradients(draw.fill(submission.Net()), draw.normal(4, 5))


@case("Stays there", points=1, **ON_THE_DEVICE)
def stays(submission, draw):
    net, x = draw.fill(submission.Net()), draw.normal(4, 5)
    with draw.staying():
        return draw.gradients(net, x)


@case("A loop", points=1, **ON_THE_DEVICE)
def loop(submission, draw):
    model = draw.fill(nn.Linear(5, 3))
    batches = [(draw.normal(4, 5).cpu(), draw.integers(0, 3, 4).cpu()) for _ in range(2)]
    with draw.staying(reads=4):
        return {"loss": submission.train(model, batches, draw.device), **draw.state(model)}
"""
RIGHT = """
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(5, 5)

    def forward(self, x):
        return self.linear(x).relu()


def train(model, batches, device):
    total = 0.0
    for x, y in batches:
        x, y = x.to(device), y.to(device)
        model.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.1 * parameter.grad
        total += loss.item()
    return total
"""
FORWARD = "return self.linear(x).relu()"
MADE = "self.linear = nn.Linear(5, 5)"
MIXED = "Expected all tensors to be on the same device"

# name -> (what is replaced, by what; the line that must be named ends in "# <-"), and words of the message
WRONG: dict[str, tuple[list[tuple[str, str]], str]] = {
    "parameter left behind": (
        [
            (MADE, f"{MADE}\n        self.scale = torch.ones(5)"),
            (FORWARD, "return self.linear(x).relu() * self.scale  # <-"),
        ],
        MIXED,
    ),
    "table left behind": (
        [
            (MADE, f"{MADE}\n        self.table = torch.zeros(9, 5)"),
            (FORWARD, "return self.linear(x + self.table[:4]).relu()  # <-"),
        ],
        MIXED,
    ),
    "layers in a list": (
        [(MADE, "self.layers = [nn.Linear(5, 5)]"), (FORWARD, "return self.layers[0](x).relu()  # <-")],
        MIXED,
    ),
    "zeros without device": ([(FORWARD, "return torch.maximum(self.linear(x), torch.zeros(4, 5))  # <-")], MIXED),
    "noise without device": (
        [(FORWARD, "x = x + 0 * torch.randn(4, 5)  # <-\n        return self.linear(x).relu()")],
        MIXED,
    ),
    "joined with a column": (
        [(FORWARD, "return self.linear(torch.cat([x, torch.ones(4, 1)], 1)[:, :5]).relu()  # <-")],
        MIXED,
    ),
    "mask on the CPU": (
        [(FORWARD, "h = self.linear(x)\n        return h.masked_fill(torch.ones(4, 5).bool(), 0.0)  # <-")],
        MIXED,
    ),
    "mask for where": (
        [(FORWARD, "return torch.where(torch.ones(4, 5) > 0, self.linear(x).relu(), 0.0)  # <-")],
        MIXED,
    ),
    "class weights on the CPU": (
        [("F.cross_entropy(model(x), y)", "F.cross_entropy(model(x), y, weight=torch.ones(3))  # <-")],
        MIXED,
    ),
    "numpy method": ([(FORWARD, "return torch.from_numpy(self.linear(x).detach().numpy())  # <-")], "can't convert"),
    "numpy function": (
        [(FORWARD, "return torch.as_tensor(np.maximum(self.linear(x).detach(), 0))  # <-")],
        "can't convert",
    ),
    "cuda written down": ([(FORWARD, "return self.linear(x).relu() + torch.zeros(5).cuda()  # <-")], "CUDA"),
    "device written down": ([(FORWARD, 'return self.linear(x).relu() + torch.zeros(5, device="cuda")  # <-')], "CUDA"),
    "module sent to cuda": ([(FORWARD, 'return self.linear.to("cuda")(x).relu()  # <-')], "CUDA"),
    "cpu written down": ([(FORWARD, "return x.cpu() @ self.linear.weight.t()  # <-")], MIXED),
    "module sent to the CPU": ([(FORWARD, "return self.linear.cpu()(x).relu()  # <-")], MIXED),
    "x not moved": (
        [("x, y = x.to(device), y.to(device)", "y = y.to(device)"), ("model(x), y)", "model(x), y)  # <-")],
        MIXED,
    ),
    "y not moved": (
        [("x, y = x.to(device), y.to(device)", "x = x.to(device)"), ("model(x), y)", "model(x), y)  # <-")],
        MIXED,
    ),
    "result of to dropped": (
        [("x, y = x.to(device), y.to(device)", "x.to(device), y.to(device)"), ("model(x), y)", "model(x), y)  # <-")],
        MIXED,
    ),
    "generator of the CPU": (
        [(FORWARD, "n = torch.rand(4, 5, device=x.device, generator=torch.Generator())  # <-\n        return n * x")],
        "device type for generator",
    ),
    "state of a recurrent layer": (
        [
            (MADE, "self.linear = nn.GRU(5, 5)"),
            (FORWARD, "return self.linear(x[None], torch.zeros(1, 4, 5))[0][0]  # <-"),
        ],
        "same device",
    ),
    "gradient made on the CPU": (
        [
            (FORWARD, "return Own.apply(self.linear(x))"),
            (
                "class Net",
                textwrap.dedent("""
            class Own(torch.autograd.Function):
                @staticmethod
                def forward(ctx, x):
                    ctx.save_for_backward(x)
                    return x.relu()

                @staticmethod
                def backward(ctx, grad):
                    return grad * (ctx.saved_tensors[0].sign() + torch.ones(4, 5))  # <-


            class Net"""),
            ),
        ],
        MIXED,
    ),
    "round trip": (
        [(FORWARD, "h = x.cpu().to(x.device)  # <-\n        return self.linear(h).relu()")],
        "copies 20 numbers",
    ),
    "round trip as a list": (
        [
            (
                FORWARD,
                "h = torch.tensor(x.tolist(), device=x.device)  # <-\n        return self.linear(x).relu() + 0 * h",
            )
        ],
        "copies 20 numbers",
    ),
    "an element at a time": (
        [
            (
                FORWARD,
                "a = [v.item() for v in x.reshape(-1)]  # <-\n        return self.linear(x).relu() + 0 * a[0]",
            )
        ],
        "copies 20 numbers",
    ),
    "predictions fetched": (
        [
            (
                "loss = F.cross_entropy(model(x), y)",
                "loss = F.cross_entropy(model(x).to('cpu'), y.cpu()).to(device)  # <-",
            )
        ],
        "numbers from the device to the CPU, where 4 may be read in all",
    ),
}

STYLES: dict[str, list[tuple[str, str]]] = {
    "as it is": [],
    "like its input": [(FORWARD, "return torch.maximum(self.linear(x), torch.zeros_like(x))")],
    "made there": [(FORWARD, "return self.linear(x).clamp(min=torch.tensor(0.0, device=x.device))")],
    "a number from the CPU": [(FORWARD, "return torch.where(self.linear(x) > 0, self.linear(x), torch.tensor(0.0))")],
    "moved when needed": [(FORWARD, "return self.linear(x).relu() * torch.ones(5).to(x)")],
    "a buffer": [
        (MADE, f'{MADE}\n        self.register_buffer("one", torch.ones(5), persistent=False)'),
        (FORWARD, "return self.linear(x).relu() * (self.one * 0 + 1)"),
    ],
    "indices from the CPU": [(FORWARD, "return self.linear(x).relu()[torch.arange(4)]")],
    "a print": [(FORWARD, "h = self.linear(x)\n        print(h)\n        return h.relu()")],
    "the loss fetched": [("total += loss.item()", "total += float(loss.detach().cpu())")],
    "the losses fetched in the end": [
        ("total = 0.0", "losses = []"), ("total += loss.item()", "losses.append(loss.detach())"),
        ("return total", "return torch.stack(losses).double().sum().item()"),
    ],
    "not blocking": [("x.to(device), y.to(device)", "x.to(device, non_blocking=True), y.to(device=device)")],
}  # fmt: skip


def source(changes: list[tuple[str, str]]) -> str:
    """The right file with these changes."""
    text = RIGHT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def placed(content: Path) -> challenges.Challenge:
    """The challenge, written into a folder."""
    texts = {"challenge.yaml": FACTS, "cases.py": CASES, "reference.py": RIGHT, "statement.md": "", "starter.py": ""}
    (content / "placed").mkdir()
    for name, text in texts.items():
        (content / "placed" / name).write_text(text)
    return challenges.read(content / "placed")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[CaseResult, ...]]:
    """The cases of every file above, on the simulated accelerator."""
    challenge = placed(tmp_path_factory.mktemp("content"))
    files = {**STYLES, **{name: changes for name, (changes, _) in WRONG.items()}}
    with Engine() as engine:
        handed_in = (Submission(name, source(changes).encode()) for name, changes in files.items())
        return {one.submission: one.cases for one in engine.grade(challenge, handed_in, device="sim")}


@pytest.mark.parametrize("name", STYLES)
def test_right_code_of_any_style_passes(graded: dict[str, tuple[CaseResult, ...]], name: str) -> None:
    assert [(case.id, case.verdict, case.message) for case in graded[name] if case.verdict != "passed"] == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_left_on_the_cpu_is_told_with_its_line(graded: dict[str, tuple[CaseResult, ...]], name: str) -> None:
    changes, words = WRONG[name]
    (line,) = (place for place, text in enumerate(source(changes).splitlines(), start=1) if text.endswith("# <-"))
    wrong = [case for case in graded[name] if case.verdict != "passed"]
    assert wrong
    for case in wrong:
        assert case.verdict in ("error", "failed")
        assert re.search(rf"\bline {line}\b", case.message or ""), case.message
        assert words in (case.message or "")


def test_a_result_on_the_wrong_device_is_told_with_its_place(tmp_path: Path) -> None:
    wrong = source([(FORWARD, "return self.linear(x).relu().cpu()")]).encode()
    with Engine() as engine:
        mine = [Submission("mine.py", wrong)]
        (result,) = engine.grade(placed(tmp_path), mine, device="sim", cases=["layer"])
    assert "out is on cpu, where sim belongs" in (result.cases[0].message or "")
