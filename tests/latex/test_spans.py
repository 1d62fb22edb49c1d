"""Formulas are found where they are meant, and nowhere in code, prices and shell variables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.latex.spans import spans


def found(text: str) -> list[str]:
    return [span.latex for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x$", ["x"]),
        ("so $a$,$b$ and ($c$)", ["a", "b", "c"]),
        ("the $n$th of $k$s, an $x$-axis, **$y$**", ["n", "k", "x", "y"]),
        ("over $a +\nb$ lines", ["a +\nb"]),
        (r"$a\$b$ costs", [r"a\$b"]),
        ("$$x$$", ["x"]),
        ("$$\nx\n$$ then $y$", ["\nx\n", "y"]),
        ("costs $5/h, i.e. $x$.", ["x"]),
        ("| a | $p(x|y)$ |", ["p(x|y)"]),
        ("- item\n\n    $x$", ["x"]),
    ],
)
def test_a_formula_is_found(text, formulas):
    assert found(text) == formulas


@pytest.mark.parametrize(
    "text",
    [
        "costs $5", "$5 or $6", "$5-$10", "US$5 and US$6", "echo $HOME/$USER", "$PATH:$HOME", "$(nproc) of $(date)",
        "`$x$`", "``a ` $x$``", "```\n$x$\n```", "~~~sh\n$A $B$\n~~~", "1. a\n   ```\n   $x$\n   ```", "    $x$", "$x",
        "x$", "$$x$", "$ x $", "$x\n\ny$", "$$x\n\ny$$", "5 $ a$", "a 5$ b$", "$$$$", "$$ $$", "> ```\n> $x$\n> ```",
    ],
)  # fmt: skip
def test_no_formula_is_seen_in(text):
    assert found(text) == []


def test_an_escaped_dollar_is_a_dollar_and_no_formula():
    assert [(span.kind, span.latex) for span in spans(r"\$5 and $x$")] == [("dollar", "$"), ("inline", "x")]


def test_text_after_code_is_read_again():
    assert found("```\n$a$\n```\n$b$ `$c$` $d$\n\n    $e$\n\n$f$") == ["b", "d", "f"]


@settings(deadline=None)
@given(st.text(alphabet="$ `~\n\\ax5-|>\t", max_size=60))
def test_formulas_lie_in_order_within_their_dollars(text):
    at = 0
    for span in spans(text):
        assert at <= span.start < span.end
        written = text[span.start : span.end]
        dollars = {"inline": "$", "display": "$$", "dollar": "\\$"}[span.kind]
        assert written == (dollars if span.kind == "dollar" else dollars + span.latex + dollars)
        at = span.end


@pytest.mark.parametrize(
    ("part", "each"),
    [("$", 0), ("$x ", 0), ("$x$ ", 1), ("` $", 0), ("`$` ` $x$ ", 1 / 2), ("\n$x", 0), ("```\n", 0), ("    $\n", 0)],
)
def test_a_long_text_is_searched_to_its_end(part, each):
    assert len(list(spans(part * 50_000))) == pytest.approx(each * 50_000, abs=1)
