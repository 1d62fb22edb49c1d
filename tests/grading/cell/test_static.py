"""Forbidden names and imports are found with their line and column, before anything runs."""

from __future__ import annotations

import ast

import pytest

from dlexam.grading.cell.static import refusals

FORBIDDEN = ["torch.nn.functional.scaled_dot_product_attention", "torch.nn.MultiheadAttention"]


def found(source: str, track: str = "torch") -> list[str]:
    return refusals(ast.parse(source), track, FORBIDDEN)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.nn.MultiheadAttention(4, 2)",
        "import torch.nn as nn\nnn.MultiheadAttention(4, 2)",
        "from torch import nn\nnn.MultiheadAttention(4, 2)",
        "from torch.nn import MultiheadAttention",
        "from torch.nn import MultiheadAttention as Fine\nFine(4, 2)",
        "import torch.nn.functional as F\nF.scaled_dot_product_attention",
        "from torch.nn import functional\nfunctional.scaled_dot_product_attention",
    ],
)
def test_every_way_to_import_a_forbidden_name_is_seen(source):
    assert found(source)


@pytest.mark.parametrize(
    "source",
    [
        "def scaled_dot_product_attention(q, k, v): ...",
        "class MultiheadAttention: ...\nMultiheadAttention()",
        "from torch import nn\nnn.Linear(1, 2)",
        "self = object()\nself.MultiheadAttention",
        "# torch.nn.MultiheadAttention\nx = 'torch.nn.MultiheadAttention'",
    ],
)
def test_names_that_only_look_alike_are_not_refused(source):
    assert not found(source)


def test_the_place_is_named():
    assert found("from torch import nn\n\nx = nn.MultiheadAttention(4, 2)") == [
        "line 3, column 5: torch.nn.MultiheadAttention is not allowed here"
    ]


@pytest.mark.parametrize("module", ["torch", "torch.nn", "scipy", "pandas"])
def test_the_numpy_track_has_numpy_and_the_standard_library_only(module):
    assert found(f"import {module}", "numpy")
    assert found(f"from {module} import thing", "numpy")
    assert not found(f"import {module}", "torch")


@pytest.mark.parametrize("module", ["numpy", "numpy.linalg", "math", "dataclasses", "__future__", "typing"])
def test_numpy_and_the_standard_library_are_welcome(module):
    assert not found(f"import {module}", "numpy")


@pytest.mark.parametrize(
    ("source", "track", "place"),
    [
        ("import math\nif 1:\n    import os, torch", "numpy", "line 3, column 5: "),
        ("x = 1\ny = 2; from scipy import stats", "numpy", "line 2, column 8: "),
        (
            "from torch import nn\nx = [\n  nn.Linear(1, 1),\n  nn.MultiheadAttention(4, 2),\n]",
            "torch",
            "line 4, column 3: ",
        ),
        ("def f():\n\timport torch.nn as n\n\treturn n.MultiheadAttention", "torch", "line 3, column 9: "),
        ("from torch.nn import (\n    Linear,\n    MultiheadAttention,\n)", "torch", "line 1, column 1: "),
    ],
)
def test_every_refusal_begins_with_line_and_column(source, track, place):
    (refusal,) = found(source, track)
    assert refusal.startswith(place)


def test_what_comes_with_all_names_of_a_module_is_refused_where_it_is_used():
    star = "from torch.nn import *\n"
    assert found(star + "MultiheadAttention(4, 2)") == [
        "line 2, column 1: torch.nn.MultiheadAttention is not allowed here"
    ]
    assert not found(star + "Linear(4, 2)")
    assert not found(star + "class MultiheadAttention(Module): ...\nMultiheadAttention()")
    assert not found(star + "def attend(MultiheadAttention): return MultiheadAttention")
