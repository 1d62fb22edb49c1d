"""A formula that would be shown as it is written is a fault of its question, at the text that holds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bank_builder import numeric, single, topic_file

from dlexam.bank.freeze import relettered
from dlexam.linting import formulas
from dlexam.linting.lint import lint


def faults(root: Path, *questions: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    file = topic_file(root, "t", list(questions))
    lines = file.read_text(encoding="utf-8").split("\n")
    return [(f.code, lines[f.line - 1].split(":")[0].strip(), f.message) for f in lint([root])]


@pytest.mark.parametrize(
    "prompt",
    [
        r"What is $\sqrt[3]{n}$, $\frac{1}{2}$ or $$\sum_{i=1}^n x_i$$?",
        r"Costs $5, `$\foo$`, echo $HOME/$USER or \$6?",
        "Run\n\n```\n$\\foo$\n```\n",
    ],
)
def test_formulas_that_can_be_read_and_other_dollars_are_no_fault(prompt, tmp_path):
    assert faults(tmp_path, numeric("a", prompt=prompt)) == []


def test_every_formula_that_can_not_be_read_is_reported_where_it_stands(tmp_path):
    found = faults(
        tmp_path,
        numeric("a", prompt=r"What is $\frca{1}{2}$ and $x^$?", explain=r"So $$\left(x$$ is."),
        single("b", choices={"a": "$}$", "b": "$y$", "c": "three"}, why=dict.fromkeys("abc", "because")),
    )
    assert found == [
        ("bad-formula", "prompt", r"a: $\frca{1}{2}$ can't be read: the command \frca is not known"),
        ("bad-formula", "prompt", "a: $x^$ can't be read: nothing stands after the ^ or _ at the end"),
        ("bad-formula", "explain", r"a: $$\left(x$$ can't be read: \left without \right"),
        ("bad-formula", "a", "b: $}$ can't be read: unexpected mismatching closing brace: '}'"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"$\frac{n}{{2}}$", "{n}"),
        (r"$x^{n}$", "{n}"),
        (r"$\frac{{1}}{n + 1}$", "{n + 1}"),
        (r"$\sqrt[3]{n}$", "{n}"),
    ],
)
def test_a_value_that_lacks_braces_of_its_own_is_a_fault(text, value, tmp_path):
    found = faults(tmp_path, numeric("a", draw={"n": "10..90"}, prompt=f"What is {text}?", answer="n"))
    assert found == [("bad-formula", "prompt", f"a: in {text} the braces of {value} are a value's")]


def test_a_value_in_doubled_braces_is_right(tmp_path):
    prompt = r"What is $\frac{{{n}}}{{2}} \times {n} + x^{{{n}}} \le {n}$?"
    assert faults(tmp_path, numeric("a", draw={"n": "10..90"}, prompt=prompt, answer="n")) == []


def test_the_letters_of_a_formula_do_not_follow_the_shuffle():
    letters = {"a": "b", "b": "a"}
    assert relettered("(a) has $f'(a)$, $(b)$", letters) == "(b) has $f'(a)$, $(b)$"


def test_the_faults_of_a_statement_are_sentences():
    text = "# T\n\n$x$ and $\\foo$, `$\\foo$`\n\n$$\n\\frac{1}\n$$\n"
    told = [what.split(":")[0] for what in formulas.faults(text)]
    assert told == ["$\\foo$ can't be read", "$$\\frac{1}$$ can't be read"]
