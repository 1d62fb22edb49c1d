"""Forbidden names and imports are found with their line and column, before anything runs."""

from __future__ import annotations

import ast

import pytest

from dlexam.grading.static import refusals

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
