"""Which commands take arguments, as pylatexenc wants to know it. All others take none; no command defines another."""

from __future__ import annotations

from functools import cache
from typing import Any

from dlexam.latex.alphabets import HANDS
from dlexam.latex.symbols import ACCENTS

FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac")
BINOMIALS = ("binom", "dbinom", "tbinom")
UPRIGHT = ("text", "textrm", "textit", "textbf", "texttt", "textsf", "textnormal", "mbox", "emph")
_SAME = ("mathit", "mathnormal", "mathsf", "mathtt", "boxed", "mathbin", "mathrel", "mathop", "mathord", "mathopen")
SAME = (*_SAME, "mathclose", "mathpunct", "mathinner", "smash", "ensuremath")
SIZES = tuple(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
ARROWS = ("xrightarrow", "xleftarrow")
MATRICES = {"matrix": "  ", "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖"}
MATRICES |= {"smallmatrix": "  ", "array": "  "}
EQUATIONS = (
    "aligned",
    "align",
    "align*",
    "split",
    "alignedat",
    "gathered",
    "gather",
    "gather*",
    "equation",
    "equation*",
)
ENVIRONMENTS = frozenset({*MATRICES, *EQUATIONS, "cases", "rcases"})

_TWO = (*FRACTIONS, *BINOMIALS, "overset", "underset", "stackrel")
_ONE = (*UPRIGHT, *SAME, *SIZES, *HANDS, *ACCENTS, "mathrm", "left", "right", "middle", "not", "substack", "pmod")
_ONE = (*_ONE, "hspace", "phantom", "hphantom", "vphantom", "tag")
_OTHER = {"sqrt": "[{", "operatorname": "*{", **dict.fromkeys(ARROWS, "[{")}
ARGUMENTS = {**dict.fromkeys(_TWO, "{{"), **dict.fromkeys(_ONE, "{"), **_OTHER}


@cache
def context() -> Any:
    """pylatexenc's table of commands, environments and special characters."""
    from pylatexenc.macrospec import EnvironmentSpec, LatexContextDb, MacroSpec, SpecialsSpec

    braced = {"array": "{", "alignedat": "{"}
    made = LatexContextDb()
    made.add_context_category(
        "formula",
        macros=[MacroSpec(name, spec) for name, spec in ARGUMENTS.items()],
        environments=[EnvironmentSpec(name, braced.get(name, ""), is_math_mode=True) for name in ENVIRONMENTS],
        specials=[SpecialsSpec("&"), SpecialsSpec("~")],
    )
    return made
