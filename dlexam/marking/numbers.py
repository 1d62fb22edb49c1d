"""Reads a number as a learner may type it: `1/4`, `25%`, `1.5e3`, `3×10^5`, `0,25`, `1.5 million`, `√2/2`, `4 GB`.

One number, stated: "15 or 16", "not 15" and "at least 15" state none.
"""

from __future__ import annotations

import math
import re

from dlexam.bank import expressions
from dlexam.errors import DlexamError
from dlexam.marking.notation import NAMED, VULGAR, read_number


class NumberError(ValueError):
    """A text that can't be read as a number: one line that says why."""


_LONGEST = 120
_PLAIN = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "π": " pi ", "’": "'",
                        "\u00a0": " ", "\u202f": " ", "\u2009": " "})  # fmt: skip
_SUPER = re.compile(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SUPER_PLAIN = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_FUNCTIONS = frozenset({"sqrt", "ln", "log", "log2", "log10", "exp", "pi", "e", "abs"})
_LITERAL = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:[ '_]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d[\d_]*(?:[.,]\d+)*|\.\d+)"
    r"(?:e[+-]?\d+)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\s*(?:(?:[=≈~$]|(?:(?:the )?(?:answer|result|value|total)(?: is)?|it is|it's|that is|that's|is|i get|i got|"
    r"equals|about|around|approximately|approx\.?|roughly|circa|exactly)(?![\w.]))[\s:=≈]*)+",
    re.I,
)
_NAME_BEFORE = re.compile(r"^\s*(?!(?:not|no|never)\b)([A-Za-z][A-Za-z_0-9 ]{0,24}?)\s*[:=≈]\s*(?=[-+\d.(√a-z])", re.I)
_UNIT_FIRST = re.compile(r"^\s*([A-Za-zµ%]+)\s*(?=[-+]?[\d.])")
_UNIT_LAST = re.compile(r"^(.*(?:[\d.)]|(?<![a-z])pi|(?<![a-z\d])e))\s*(%|[a-zµ][a-zµ /²³*.-]*%?)\s*$", re.I | re.S)

_SCALES = {
    "k": 1e3, "thousand": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9,
    "billions": 1e9, "bn": 1e9, "b": 1e9, "g": 1e9, "t": 1e12, "trillion": 1e12,
}  # fmt: skip
_CAPITAL_ONLY = frozenset({"m", "b", "g", "t"})  # "1.5M" is a number; "1.5 m" is a length

# unit -> (what it measures, how many of the base unit). Decimal and binary prefixes as the standards define them.
_UNITS: dict[str, tuple[str, float]] = {
    "bit": ("bit", 1), "byte": ("byte", 1), "b": ("byte", 1), "kb": ("byte", 1e3), "mb": ("byte", 1e6),
    "gb": ("byte", 1e9), "tb": ("byte", 1e12), "kib": ("byte", 2**10), "mib": ("byte", 2**20), "gib": ("byte", 2**30),
    "tib": ("byte", 2**40), "kilobyte": ("byte", 1e3), "megabyte": ("byte", 1e6), "gigabyte": ("byte", 1e9),
    "terabyte": ("byte", 1e12), "s": ("time", 1), "sec": ("time", 1), "second": ("time", 1), "ms": ("time", 1e-3),
    "millisecond": ("time", 1e-3), "us": ("time", 1e-6), "µs": ("time", 1e-6), "microsecond": ("time", 1e-6),
    "min": ("time", 60), "minute": ("time", 60), "h": ("time", 3600), "hour": ("time", 3600), "flop": ("flop", 1),
    "mflop": ("flop", 1e6), "gflop": ("flop", 1e9), "tflop": ("flop", 1e12), "megaflop": ("flop", 1e6),
    "gigaflop": ("flop", 1e9), "teraflop": ("flop", 1e12),
}  # fmt: skip
_PER_CENT = frozenset({"%", "percent", "per cent", "pct"})
_ALLOWED = re.compile(
    r"(?:\s|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[-+*/()]|(?:sqrt|log2|log10|log|exp|abs|pi)\b)*"
)
_DOUBTFUL = re.compile(r"(?<![\w.])0[xXbBoO][\da-fA-F]|\d\.[A-Za-z]")  # 0x10 is neither 16 nor 0 times 10; 0.x is none
_MIXED = re.compile(r"(?<![\w.,/])(\d{1,6}) (\d{1,2}/\d{1,2})(?![\w/])")  # 1 1/2
# Words after a number that make it another one, or none.
_NO_UNIT = frozenset({
    "not", "no", "never", "wrong", "false", "or", "and", "than", "more", "less", "most", "least", "fewer", "minus",
    "plus", "times", "to", "is", "isn", "because", "but", "if", "maybe", "over", "under", "above", "below",
})  # fmt: skip
_LATEX = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\\(?:left|right|displaystyle|[,;!: ])", " "),
        (r"\\(?:text|mathrm|operatorname)\{([^{}]*)\}", r" \1 "),
        (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
        (r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
        (r"\^\{([^{}]*)\}", r"^(\1)"),
        (r"\\(?:cdot|times|ast)\b", "*"),
        (r"\\div\b", "/"),
        (r"\\(?:approx|simeq)\b", "≈"),
        (r"\\(pi|ln|log|exp)\b", r" \1 "),
        (r"\\%", "%"),
        (r"\{,\}", ""),
    )
]  # fmt: skip
_SAME = 0.005  # sides of an equation may be rounded


def parse(text: str, unit: str | None = None) -> float:
    """The number that a text states, in `unit` where the key has one. NumberError if there is none."""
    if len(text) > _LONGEST:
        raise NumberError("That is too long for a number: give the number alone.")
    plain = _BEFORE.sub("", _without_latex(text.translate(_PLAIN).strip().strip('`"$')), count=1).strip()
    plain = _last_side(_without_name(plain, unit), unit)
    if not plain:
        raise NumberError("There is no answer.")
    named = re.sub(r"^(?:a|an|one)\s+(?=quarter|half|third|fourth)", "", plain.lower().rstrip("."))
    if named in NAMED:
        return float(NAMED[named])
    number, given = _split(plain)
    return _evaluate(number, text) * _scale(given, unit, text)


def _without_latex(text: str) -> str:
    """`\\frac{1}{4}` and `10^{-3}` as one types them without LaTeX; what is nested deeper is left, and so refused."""
    if not re.search(r"[\\{]", text):
        return text
    for pattern, plain in _LATEX:
        text = pattern.sub(plain, text)
    return text


def _last_side(text: str, unit: str | None) -> str:
    """Of `9*64 = 576` the last side, `text` if there is but one. NumberError where the sides differ."""
    *sides, last = (side.strip() for side in re.split(r"==?|≈", text))
    if sides and all(sides) and last:
        values = [_evaluate(_split(side)[0], text) for side in (*sides, last)]
        rounding = 0.0 if all(value.is_integer() for value in values) else _SAME
        if any(not math.isclose(value, values[-1], rel_tol=rounding) for value in values):
            raise NumberError(f"{_shown(text)} states more than one number: give one.")
        return last
    return text


def _without_name(text: str, unit: str | None) -> str:
    """`n = 5` and `GB 4` without the name or with the unit at the end."""
    named = _NAME_BEFORE.match(text)
    if named and named[1].lower() not in _FUNCTIONS:
        return text[named.end() :]
    first = _UNIT_FIRST.match(text)
    if first and _is_unit(first[1], unit):
        return f"{text[first.end() :]} {first[1]}"
    return text


def _split(text: str) -> tuple[str, str]:
    """The expression and the unit after it, "" if none."""
    text = text.rstrip(" .")
    last = _UNIT_LAST.match(text)
    if (
        last
        and last[2].strip().lower() not in _FUNCTIONS
        and _NO_UNIT.isdisjoint(re.findall(r"[a-z]+", last[2].lower()))
    ):
        return last[1], last[2].strip().rstrip(".")
    return text, ""


def _evaluate(number: str, text: str) -> float:
    number = re.sub(rf"(\d+) ?([{''.join(VULGAR)}])", lambda match: f"({match[1]}+{VULGAR[match[2]]!r})", number)
    number = "".join(f"({VULGAR[char]!r})" if char in VULGAR else char for char in number)
    number = _MIXED.sub(r"(\1+\2)", number)
    number = _SUPER.sub(lambda match: f"**({match[0].translate(_SUPER_PLAIN)})", number)
    number = _LITERAL.sub(_literal, number)
    number = re.sub(r"(?<=[\d)])\s*[xX]\s*(?=[\d(.])", "*", number).replace("^", "**")
    number = re.sub(r"(?<=[\d)])\s*%", "/100", number)
    number = re.sub(r"(?:√|\bsqrt\b)\s*(\d+(?:\.\d+)?|pi)", r"sqrt(\1)", number).replace("√", "sqrt")
    number = re.sub(r"\bln\s*(\d+(?:\.\d+)?)", r"log(\1)", number)
    number = re.sub(r"\bln\b", "log", number)
    number = re.sub(r"(?<=[\d)])\s*(?=(?:pi|sqrt|log)\b)", "*", number)
    number = re.sub(r"(?<![\w.])e(?!\w)", "exp(1)", number)
    if _DOUBTFUL.search(text) or not _ALLOWED.fullmatch(number):
        raise _unreadable(text)
    try:
        return float(expressions.number(" ".join(number.split())))
    except (DlexamError, OverflowError):
        raise _unreadable(text) from None


def _unreadable(text: str) -> NumberError:
    return NumberError(f"{_shown(text)} can't be read as a number: give one, such as 12, 0.25, 1/4 or 3e5.")


def _literal(match: re.Match[str]) -> str:
    raw = re.sub(r"(?<=\d)[ '_](?=\d)", "", match[0])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", raw):
        raw = raw.replace(".", "").replace(",", ".")
    value = read_number(raw)
    if value is None or not math.isfinite(value):
        return match[0]
    return str(int(value)) if value == int(value) and abs(value) < 1e15 and "e" not in raw.lower() else repr(value)


def _scale(given: str, unit: str | None, text: str) -> float:
    """What one of the given unit is in the key's."""
    if not given:
        return 1.0
    if _unit(given) in _PER_CENT:
        return 1.0 if unit and _unit(unit) in _PER_CENT else 0.01
    if unit and _unit(given) == _unit(unit):
        return 1.0
    first, _, rest = given.partition(" ")
    asked_first = unit.split()[0] if unit else ""
    if _is_scale(first) and asked_first.lower() != first.lower() and not _same_scale(first, asked_first):
        return _SCALES[first.lower()] * (_scale(rest.strip(), unit, text) if rest.strip() else 1.0)
    return _convert(given, unit, text)


def _is_scale(word: str) -> bool:
    known = word.lower() in _SCALES
    return known and (word.lower() not in _CAPITAL_ONLY or word.isupper())


def _same_scale(given: str, asked: str) -> bool:
    """`1.5M` where the answer is asked in millions."""
    return asked.lower() in _SCALES and _is_scale(asked) and _SCALES[asked.lower()] == _SCALES[given.lower()]


def _convert(given: str, unit: str | None, text: str) -> float:
    have, want = _UNITS.get(_unit(given)), _UNITS.get(_unit(unit)) if unit else None
    if not have or not want:
        return 1.0  # a word of the learner's own ("5 rows"), or a key that fixes no unit
    if have[0] == want[0]:
        return have[1] / want[1]
    raise NumberError(f"{_shown(text)} is in {given}; the answer is asked in {unit}.")


def _is_unit(word: str, unit: str | None) -> bool:
    """Whether a word before a number is its unit: one that is known, or the key's own."""
    plain = _unit(word)
    return plain in _UNITS or plain in _PER_CENT or (unit is not None and plain == _unit(unit))


def _unit(text: str) -> str:
    plain = " ".join(text.lower().split())
    return plain[:-1] if plain.endswith("s") and len(plain) > 2 and plain not in _UNITS else plain


def _shown(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short if len(short) <= 40 else short[:39] + '…'}”"
