"""Forbidden names at run time: gone for whoever uses them, still there for the cases, the kit and imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

FORBIDDEN = [
    "torch.nn.MultiheadAttention", "torch.nn.functional.multi_head_attention_forward", "torch.pow",
    "torch.nn.functional.silu", "torch.Tensor.softmax", "torch.autograd.grad", "torch.nn.Softplus",
    "torch.optim.misspelt", "torch.linalg", "torch.Tensor.T", "absent.module",
]  # fmt: skip

# What a cell does, in a fork for each text: cases with globals of their own, then the submission under its file name.
CHILD = """
import json, os, sys
import numpy, torch
from torch import nn
from dlexam.grading.cell import withheld

def outcome(cases_text, forbidden, source):
    cases, submission = {"__name__": "cases"}, {"__name__": "submission"}
    exec(compile(cases_text, "cases.py", "exec"), cases)
    withheld.withhold(forbidden, cases)
    try:
        exec(compile(source, "submission.py", "exec"), submission | {"cases": cases})
    except withheld.Withheld as reached:
        return f"withheld: {reached}"
    except BaseException as error:
        return repr(error)
    return ""

for line in sys.stdin:
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, outcome(*json.loads(line)).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    print(json.dumps(os.read(reading, 60_000).decode()), flush=True)
    os.close(reading)
"""
CASES = """
import torch
from torch import nn
def attend():
    return nn.MultiheadAttention(4, 2)(*[torch.ones(1, 3, 4)] * 3)[0].shape
def power(x):
    return torch.pow(x, 2), x.softmax(0), torch.nn.functional.silu(x), torch.ops.aten.silu(x)
def slope(function, x):
    return torch.autograd.grad(function(x).sum(), x)[0]
def build(made):
    return made(torch.ones(3))
"""


@pytest.fixture(scope="module")
def outcome() -> Iterator[Callable[..., str]]:
    """Tells what came of a submission's text: "" if nothing was withheld from it."""
    with subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout

        def told(source: str, forbidden: list[str] = FORBIDDEN) -> str:
            child.stdin.write(json.dumps([CASES, forbidden, source]).encode() + b"\n")
            child.stdin.flush()
            return str(json.loads(child.stdout.readline()))

        yield told
        child.stdin.close()


REACHED = {
    "import torch\ngetattr(torch.nn, 'Multihead' + 'Attention')(4, 2)": "torch.nn.MultiheadAttention",
    "from torch.nn.modules.activation import MultiheadAttention": "torch.nn.MultiheadAttention",
    "import torch\nclass Own(vars(torch.nn.modules.transformer)['MultiheadAttention']): ...": (
        "torch.nn.MultiheadAttention"
    ),
    "from torch import nn\nnn.TransformerEncoderLayer(4, 2)": "torch.nn.MultiheadAttention",
    "import torch\nhasattr(torch.nn, 'MultiheadAttention')": "torch.nn.MultiheadAttention",
    "import torch\nvars(torch)['pow'](torch.ones(2), 2)": "torch.pow",
    "import torch\ntorch._C._VariableFunctions.pow(torch.ones(2), 2)": "torch.pow",
    "import torch\ntorch._VF.pow(torch.ones(2), 2)": "torch.pow",
    "import torch\ntorch.ops.aten.pow(torch.ones(2), 2)": "torch.pow",
    "import torch\ntorch._C._nn.silu(torch.ones(2))": "torch.nn.functional.silu",
    "import torch\ntorch.nn.SiLU()(torch.ones(2))": "torch.nn.functional.silu",
    "import torch\ntorch.ones(2).softmax(0)": "torch.Tensor.softmax",
    "import torch\nlist(map(vars(torch)['pow'], [torch.ones(2)], [2]))": "torch.pow",
    "import torch\nx = torch.ones(2, requires_grad=True).sum()\neval('torch.autograd.grad')(x)": "torch.autograd.grad",
    "import torch\neval('Softplus()', vars(torch.nn.modules.activation))": "torch.nn.Softplus",
    "import torch\ncases['build'](vars(torch.nn.functional)['silu'])": "torch.nn.functional.silu",
    "import threading, torch\nout = []\ndef run():\n    try:\n        getattr(torch, 'pow')\n    except Exception as e:"
    "\n        out.append(e)\nt = threading.Thread(target=run)\nt.start()\nt.join()\nraise out[0]": "torch.pow",
}


@pytest.mark.parametrize("source", REACHED)
def test_a_forbidden_name_is_gone_by_whatever_way_it_is_reached(outcome, source):
    assert outcome(source) == f"withheld: {REACHED[source]}"


def test_cases_and_kit_find_it_as_it_was_and_so_does_what_they_call(outcome):
    source = """
import torch
from torch import nn
assert cases["attend"]() == (1, 3, 4)
assert cases["power"](torch.tensor([1.0, 3.0]))[0].tolist() == [1, 9]
assert cases["slope"](lambda x: x * x * x, torch.ones(2, requires_grad=True)).tolist() == [3, 3]
"""
    assert outcome(source) == ""


def test_what_is_not_named_goes_on_working(outcome):
    source = """
import gc, torch, torch.func, pickle, copy
from torch import nn
from torch.nn import *
from torch.nn.functional import *
import torch._refs.nn.functional, torch._decomp  # modules that mention everything when they are imported
model = nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.LayerNorm(4), nn.Linear(4, 1))
step = torch.optim.Adam(model.parameters())
model(torch.ones(2, 3)).sum().backward()
step.step()
assert torch.ones(2).pow(2).sum() == 2 and (torch.ones(2) ** 2).sum() == 2
assert torch.softmax(torch.zeros(2), 0).tolist() == [0.5, 0.5]
assert torch.linalg.norm(torch.ones(4)) == 2 and torch.ones(2, 3).T.shape == (3, 2)
copy.deepcopy(model), pickle.loads(pickle.dumps(model))
assert not isinstance(model, nn.modules.transformer.TransformerEncoderLayer)
stand_ins = [thing for thing in gc.get_objects() if type(thing).__name__ == "_StandIn"]
assert stand_ins and not any(getattr(thing, "__code__", None) for thing in stand_ins)
assert repr(torch.nn) and "silu" in dir(torch.nn.functional)
"""
    assert outcome(source) == ""


def test_numpys_functions_can_be_withheld_too(outcome):
    forbidden = ["numpy.convolve", "numpy.linalg.norm"]
    assert outcome("import numpy\ngetattr(numpy, 'con' + 'volve')([1], [1])", forbidden) == "withheld: numpy.convolve"
    assert outcome("import numpy\nvars(numpy.linalg._linalg)['norm']([1])", forbidden) == "withheld: numpy.linalg.norm"
    assert outcome("import numpy\nassert numpy.linalg.cond([[2.0]]) == 1 and numpy.dot([1], [2]) == 2", forbidden) == ""


def test_with_nothing_forbidden_nothing_is_touched(outcome):
    assert outcome("import sys, torch\nassert type(torch.nn) is type(sys)\nassert type(torch) is type(sys)", []) == ""
