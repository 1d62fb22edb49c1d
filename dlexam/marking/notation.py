"""Reads text into tokens that look the same for the same thing: `¼`, `.25` and `1/4`; `σ'` and `sigmoid'`; `O(N²)`
and `o(n^2)`. Each token keeps its place in the text. Linear in the length of the text, whatever the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["word", "number", "sign", "break"]


class Token(NamedTuple):
    """`forms`: what it may be matched as, the first being the plainest. `kind` break: a sentence or clause ends."""

    start: int
    end: int
    kind: Kind
    forms: tuple[str, ...]


_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿᵀ⁺⁻"
_SUPER_PLAIN = str.maketrans(_SUPER, "0123456789nT+-")
_SUB_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₜₙᵢⱼₖₗₚ₋−‐‑ﬁﬂ’‘′", "0123456789tnijklp----ﬁﬂ'''")
VULGAR = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
NAMED = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "hundred": 100, "quarter": 0.25, "quarters": 0.25, "half": 0.5, "fourth": 0.25, "third": 1 / 3,
    "twice": 2, "double": 2,
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "η": "eta", "θ": "theta",
    "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ϕ": "phi", "ψ": "psi",
    "ω": "omega", "Δ": "delta", "Σ": "sum", "Θ": "theta", "Ω": "omega", "∑": "sum", "∏": "product", "∇": "gradient",
    "∞": "infinity",
    "√": "sqrt",
}  # fmt: skip
_SIGNS = {
    "×": ("*", "x"), "·": ("*",), "⋅": ("*",), "⊙": ("*",), "∘": ("*",), "*": ("*",), "∗": ("*",), "÷": ("/",),
    "≤": ("<=",), "≥": (">=",), "⇒": ("->",), "→": ("->",), "=>": ("->",), "->": ("->",), "-->": ("->",),
    "–": ("-",), "**": ("^",), "==": ("=",), "≈": ("~",), "≠": ("!=",), "∼": ("~",), "&": ("and", "&"),
}  # fmt: skip
_DIM_TIMES = ("x", "*")

_LEXER = re.compile(
    rf"""
      (?P<bullet>(?:^|\n)[ \t]{{0,40}}(?:[-*•–+]|\(?\d{{1,2}}[.)]|\(?[a-z]\))[ \t]+)
    | (?P<blank>\n[ \t]{{0,40}}(?=\n))
    | (?P<newline>\n)
    | (?P<latexfrac>\\[dt]?frac\{{\d{{1,9}}\}}\{{\d{{1,9}}\}})
    | (?P<fraction>(?<![\w.^)])\d{{1,9}}\ ?/\ ?\d{{1,9}}(?![\w(]|\.\d))
    | (?P<origin>(?<=[(,])0(?=(?:,0)+\)))
    | (?P<blankdigits>(?<![\w.])\d{{1,4}}\.x{{1,3}}(?!\w))
    | (?P<number>(?:\d+(?:[.,]\d+)*|\.\d+)(?:e[+-]?\d{{1,4}}(?!\w))?(?:\ ?%)?)
    | (?P<vulgar>[{"".join(VULGAR)}])
    | (?P<times>(?<=\d)[ ]?[x×](?=[ ]?\d))
    | (?P<word>(?:∂|\\)?[^\W\d_{_SUPER}][^\W{_SUPER}]*(?:'(?:t|s|re|ve|ll|d|m)(?!\w))?)
    | (?P<super>[{_SUPER}]+)
    | (?P<end>[.!?…]+(?=[\s"')\]*_]|$))
    | (?P<clause>[;:,—()\[\]])
    | (?P<arrow>-->|->|=>|==|\*\*|<=|>=|!=)
    | (?P<sign>[-–+*/^=<>~%|'&√×·⋅⊙∘∗÷≤≥⇒→≈≠∼∑∏∇∞])
    """,
    re.VERBOSE | re.IGNORECASE,
)  # every repetition is bounded or over one class with nothing to fall back into: no input makes it slow


def tokens(text: str) -> list[Token]:
    """All tokens of a text, in order."""
    plain = text.translate(_SUB_PLAIN)
    found: list[Token] = []
    for match in _LEXER.finditer(plain):
        found.extend(_read(match, found))
    return _settle_dashes(found)


def _settle_dashes(found: list[Token]) -> list[Token]:
    """A dash joins two words (all-reduce), parts two clauses (a - b, between words), or is a minus."""
    settled: list[Token] = []
    for index, token in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        if token.forms[0] == "-" and index and after and _wordy(found[index - 1], 2) and _wordy(after, 2):
            before = found[index - 1]
            if before.end == token.start and after.start == token.end:
                continue
            if _wordy(before, 3) and before.end < token.start and after.start > token.end:
                token = token._replace(kind="break", forms=(";",))
        settled.append(token)
    return settled


def _wordy(token: Token, least: int) -> bool:
    return token.kind in ("word", "number") and token.end - token.start >= least


def _read(match: re.Match[str], before: list[Token]) -> Iterator[Token]:
    group, raw = str(match.lastgroup), match.group()
    start, end = match.span()
    if group in ("bullet", "blank", "newline", "end", "clause"):
        yield Token(start, end, "break", (_break(group, raw),))
    elif group == "word":
        yield from _word(raw, start, end, before)
    elif group == "super":
        yield Token(start, start + 1, "sign", ("^",))
        yield from (tok._replace(start=start, end=end) for tok in tokens(raw.translate(_SUPER_PLAIN).lower()))
    elif group == "times":
        yield Token(start, end, "word", _DIM_TIMES)
    elif group == "blankdigits":
        yield Token(start, end, "word", (raw.lower(),))  # "0.x" is no 0: whoever writes it names no digit
    elif group in ("arrow", "sign"):
        yield _sign(raw, start, end)
    else:
        yield Token(
            start, end, "number", (number_form(_value(group, raw)),) if _value(group, raw) is not None else (raw,)
        )


def _break(group: str, raw: str) -> str:
    """`.` ends a sentence, `\\n` may, anything else ends a clause and is kept as it is."""
    return {"bullet": ".", "blank": ".", "newline": "\n", "end": "?" if "?" in raw else "."}.get(group, raw)


def _sign(raw: str, start: int, end: int) -> Token:
    if raw in _GREEK:
        return Token(start, end, "word", (_GREEK[raw],))
    return Token(start, end, "sign", _SIGNS.get(raw, (raw,)))


def _word(raw: str, start: int, end: int, before: list[Token]) -> Iterator[Token]:
    word = "".join(_GREEK.get(char, char) for char in raw.lstrip("\\").replace("∂", "d")).lower()  # Σ is no σ
    word, _, tail = word.partition("'")
    word = word.replace("_", "")
    short = bool(before) and before[-1].end >= start - 1 and len(before[-1].forms[0]) <= 3
    short = short and before[-1].forms[0] not in _SMALL
    if tail == "t" and word.endswith("n"):
        yield Token(start, end, "word", ({"can": "can", "wo": "will", "ca": "can"}.get(word[:-1], word[:-1]),))
        yield Token(start, end, "word", ("not",))
    elif word in _POWERS and short and before[-1].kind == "word":
        yield Token(start, start, "sign", ("^",))
        yield Token(start, end, "word", (_POWERS[word],))
    elif word == "t" and raw == "T" and before and before[-1].end == start - 1 and before[-1].kind == "word":
        yield from _dot_transpose(start, end, before)
    elif word == "top" and before and before[-1].forms[0] == "^":
        yield Token(start, end, "word", ("t",))
    elif word:
        yield Token(start, end, "word", _word_forms(word))


_SMALL = frozenset({"the", "a", "an", "of", "by", "its", "and", "to", "is", "be", "are", "in", "or"})  # have no powers
_POWERS = {"squared": "#2", "cubed": "#3", "transpose": "t", "transposed": "t"}


def _dot_transpose(start: int, end: int, before: list[Token]) -> Iterator[Token]:
    """`W2.T` is `W2^T`; the dot was no sentence's end, so the lexer left nothing for it."""
    if len(before[-1].forms[0]) <= 4:
        yield Token(start, start, "sign", ("^",))
    yield Token(start, end, "word", ("t",))


def _word_forms(word: str) -> tuple[str, ...]:
    if word in NAMED:
        return (word, number_form(NAMED[word]))
    if word == "sigma":
        return ("sigma", "sigmoid")
    return (word,)


def _value(group: str, raw: str) -> float | None:
    if group == "vulgar":
        return VULGAR[raw]
    if group in ("fraction", "latexfrac"):
        above, below = (int(part) for part in re.findall(r"\d+", raw))
        return above / below if below else None
    return read_number(raw)


def read_number(raw: str) -> float | None:
    """`1,000,000`, `0.25`, `0,25`, `1e-3` and `25%` as numbers; None if it is none (`1.2.3`)."""
    digits = raw.lower().replace(" ", "")
    percent = digits.endswith("%")
    digits = digits.rstrip("%")
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?:e[+-]?\d+)?", digits):
        digits = digits.replace(",", "")
    elif digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        return None
    return value / 100 if percent else value


def number_form(value: float | None) -> str:
    """One spelling for a number, in words never seen: `#0.25`."""
    return f"#{value:.6g}"
