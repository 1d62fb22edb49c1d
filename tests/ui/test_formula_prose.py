"""Formulas in prompts and keys: as text, in a pipe and on a terminal, whatever Markdown would make of their signs."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dlexam.ui.render.prose import Hanging, Prose, plain_markdown, remark

LOSS = r"\frac{1}{N}\sum_{i=1}^{N} \ell(f(x_i), y_i)"


def on_terminal(text: str, width: int = 76) -> str:
    """What a terminal with colours shows, without the colours and the blanks at the ends of lines."""
    file = io.StringIO()
    Console(file=file, force_terminal=True, color_system="standard", width=width, legacy_windows=False).print(
        Prose(text)
    )
    return re.sub(r" +$", "", re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue()), flags=re.MULTILINE)


def in_a_pipe(text: str, width: int = 76) -> str:
    return "".join(f"{line.rstrip()}\n" for line in plain_markdown(text, width).split("\n"))


SHOWN = pytest.mark.parametrize("shown", [in_a_pipe, on_terminal])


@SHOWN
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The loss $L_{train}$ is $\\frac{a}{b}$.", "The loss L_train is a/b."),
        ("$x_a$ and $y_b$ and $a*b*c$", "xₐ and y_b and a ∗ b ∗ c"),
        (r"$\{x\}$ and $a \\ b$ and $\_$", "{x} and a; b and _"),
        ("**$W_q$ is** $`a`$", "W_q is ‘a‘"),
        (r"$[a](b)$ and $<i>$ and $![x](y)$", "[a](b) and < i > and ![x](y)"),
        (r"\$5, $5 or $6 and $HOME/$USER", "$5, $5 or $6 and $HOME/$USER"),
        (r"$\foo_a*b*$ and $x_$ and *$y$*", r"$\foo_a*b*$ and $x_$ and y"),
        ("a $p(x|y)$ in", "a p(x|y) in"),
    ],
)
def test_a_formula_in_the_text_is_a_part_of_the_line(text, told, shown):
    got = shown(text).strip().replace("`", "‘").replace("*y*", "y")
    assert got == told


@SHOWN
def test_code_keeps_its_dollars(shown):
    told = shown("Run `$x_i$`:\n\n```\necho $A_B $x$\n```\n")
    assert "$x_i$" in told
    assert "echo $A_B $x$" in told


@SHOWN
def test_a_displayed_formula_is_a_paragraph_of_its_own(shown):
    told = shown(f"The loss $$L = {LOSS},$$ as $$x = \\frac12$$. Done.\n$$\ny\n$$\nand more")
    drawing = "        1  N\n    L = ─  ∑  ℓ(f(xᵢ), yᵢ),\n        N i=1\n"
    half = "        1\n    x = ─.\n        2\n"
    assert told == f"The loss\n\n{drawing}\nas\n\n{half}\nDone.\n\n    y\n\nand more\n"


@SHOWN
def test_a_displayed_formula_stays_in_its_list_item(shown):
    told = shown("1. first\n2. with $$x = \\frac{a}{b}$$ and more\n3. third\n")
    lines = told.split("\n")
    bar = next(line for line in lines if "─" in line)
    assert re.fullmatch(r" {6,8}x = ─", bar)
    assert [line[:3].strip(" .") for line in lines if re.match(r" ?\d", line)] == ["1", "2", "3"]
    assert re.search(r"^ {3}and more$", told, re.MULTILINE)


@SHOWN
def test_in_a_table_every_formula_is_on_one_line(shown):
    told = shown("| a | b |\n| --- | --- |\n| $p(x|y)$ | $$\\frac{a}{b}$$ |\n")
    assert re.search(r"p\(x\|y\) +\|? ?a/b", told)


@SHOWN
@pytest.mark.parametrize("width", [30, 50, 76])
def test_no_line_is_wider_than_there_is_room(width, shown):
    told = shown(f"- The loss $L = {LOSS} + \\lambda\\|W\\|_2^2 + \\hat x$ and $$L = {LOSS} + {LOSS} + a$$", width)
    assert max(cell_len(line) for line in told.split("\n")) <= width
    assert not re.search("[\ue000-\uf8ff]", told)


@SHOWN
def test_a_formula_that_can_not_be_broken_is_wrapped_as_text(shown):
    told = shown(r"$$\left(a + b + c + d + e + f + g + h + i + j + k\right)$$", 30)
    assert "".join(told.split()) == "(a+b+c+d+e+f+g+h+i+j+k)".replace("+", "+")
    assert max(map(cell_len, told.split("\n"))) <= 30


@SHOWN
def test_a_short_formula_is_never_broken(shown):
    text = "word " * 9 + "$a + b = c + d$"
    for width in range(30, 60):
        assert "a + b = c + d" in shown(text, width)


def test_a_long_formula_is_broken_outside_of_its_brackets():
    told = in_a_pipe(r"word $P(Y=y \mid X=x) = \frac{P(X=x\mid Y=y)P(Y=y)}{P(X=x)}$", 50)
    assert told == "word P(Y = y | X = x) =\nP(X = x | Y = y)P(Y = y)/P(X = x)\n"


def test_a_choice_with_a_drawing_stands_beside_its_letter():
    file = io.StringIO()
    Console(file=file, width=60, no_color=True).print(Hanging("  a)", Prose(r"$$\frac{a}{b}$$")))
    assert [line.rstrip() for line in file.getvalue().rstrip().split("\n")] == [
        "  a)     a",
        "         ─",
        "         b",
    ]


def test_a_remark_is_one_line_with_its_formulas():
    assert remark("Earns $x_i$\n$$\\frac{a}{b}$$, costs $5") == "Earns xᵢ a/b, costs $5"


PARTS = st.sampled_from(
    [*"$$$$$_*`\\ax1 \n|->#{}^", "$$", "\\frac", "\\$", "\x1b[2J", "\u202e", "\ue000", "\U000f0000", "字"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join), st.integers(20, 80))
def test_no_text_breaks_the_display_or_leaves_a_stand_in(text, width):
    for shown in (plain_markdown(text, width), on_terminal(text, width), remark(text)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
        for stand_in in "\ue001\ue002\ue003\ue004\U000f0001\U000f0002":
            assert stand_in not in shown


def test_a_text_without_dollars_imports_no_parser_of_latex():
    script = """
import sys
from dlexam.ui.render.prose import plain_markdown
plain_markdown("Without.", 70)
print("pylatexenc" in sys.modules, "dlexam.ui.render.formula" in sys.modules)
plain_markdown("With $x$.", 70)
print("pylatexenc" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\nTrue\n"
