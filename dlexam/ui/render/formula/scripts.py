"""Small letters at head and foot: xᵢ and x² where Unicode has them all, x_(i,j) and x^(a·b) where it has not."""

from __future__ import annotations

import re
import unicodedata

_HEAD = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤′″‴°",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ′″‴°",
)
_FOOT = str.maketrans("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_LONGEST = 8  # more of it is hard to read


def head(text: str, *, word: bool = False) -> tuple[str, bool]:
    """The text as a superscript, and whether Unicode has one."""
    return _script("°" if text == "∘" else text.replace("∗", "*"), "^", _HEAD, word)


def foot(text: str, *, word: bool = False) -> tuple[str, bool]:
    """The text as a subscript, and whether Unicode has one. A word, as in L_train, is not made small."""
    return _script(text, "_", _FOOT, word)


def _script(text: str, mark: str, table: dict[int, int], word: bool) -> tuple[str, bool]:
    if not word and len(text) <= _LONGEST and all(ord(character) in table for character in text):
        return text.translate(table), True
    whole = (word and " " not in text) or enclosed(text) or clusters(text) == 1
    return mark + (text if whole else f"({text})"), False


def clusters(text: str) -> int:
    """How many signs a reader sees: marks that combine are counted with what they stand on."""
    return sum(not unicodedata.combining(character) for character in text)


def enclosed(text: str) -> bool:
    """Whether one pair of brackets holds all of the text."""
    pairs = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
    if text[:1] not in pairs or not text.endswith(pairs[text[0]]):
        return False
    depth = 0
    for at, character in enumerate(text):
        depth += (character in pairs) - (character in pairs.values())
        if not depth:
            return at == len(text) - 1
    return False


_SMALL = "[{}]*".format("".join({chr(sign) for table in (_HEAD.values(), _FOOT.values()) for sign in table} - {"⁻"}))
_TAIL = re.compile(rf"(?:{_SMALL}|[_^](?:[^\W_]+|\([^()]*\)|\[[^][]*\]|.))*$")
_LONE = re.compile(r"[∂dΔ∇√∛∜]?(?:\d+(?:\.\d+)?|[^\W\d_]|[∞∅ℓ])")
_NORM = re.compile(r"\|[^|]*\||‖[^‖]*‖")
_CALLED = re.compile(r"(?:[^\W\d_]+|[√∛∜])")


def divides(text: str) -> bool:
    """Whether a text needs no brackets below the stroke of a fraction: a number, a letter, f(...), (...), |...|."""
    bare = "".join(character for character in text if not unicodedata.combining(character))
    bare = bare.replace("⁻", "⁺")
    for tail in _TAIL.finditer(bare):
        body = bare[: tail.start()]
        called = _CALLED.match(body)
        inner = body[called.end() :] if called and called.end() < len(body) else body
        return bool(_LONE.fullmatch(body) or _NORM.fullmatch(body) or enclosed(inner))
    return False


def divided(text: str) -> bool:
    """Whether a text needs no brackets above the stroke: no sum, and nothing with a blank outside of brackets."""
    depth = 0
    for at, character in enumerate(_NORM.sub("x", text)):
        depth += (character in "([{⟨") - (character in ")]}⟩")
        if not depth and (character in " /" or (at and character in "+−")):
            return False
    return True
