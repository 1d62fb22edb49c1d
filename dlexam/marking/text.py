"""Compares short answers by what they say, not how it is typed: case, spaces, hyphens, articles, notation."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from dlexam.marking import lexicon
from dlexam.marking.notation import Token, tokens
from dlexam.marking.stems import stem

_TYPO_FROM = 8  # letters; shorter words are too close to each other


def same(given: str, accepted: str) -> bool:
    """Whether two wordings are the same answer: `O(N²)` and `n squared`, `Batch-Norm` and `the batch norm`."""
    return bool(_variants(given) & _variants(accepted))


def nearly(given: str, accepted: str) -> bool:
    """Whether one letter of a long word is wrong, missing, too many, or swapped with the next."""
    one, two = _spelled(given), _spelled(accepted)
    return (
        one.isalpha()
        and len(two) >= _TYPO_FROM
        and one[:1] == two[:1]
        and abs(len(one) - len(two)) <= 1
        and OSA.distance(one, two, score_cutoff=1) <= 1
    )


def _spelled(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.lower()))


def _variants(text: str) -> set[str]:
    """The text as one run of plain forms; for a complexity, with and without its O()."""
    words = [_form(token) for token in tokens(text[:2000]) if _counts(token)]
    if words[:2] == ["big", "o"]:
        words = words[1:]
    if words[:1] == ["order"]:
        words = ["o", *words[1:]]
    words = [word for at, word in enumerate(words) if not (word == "of" and at == 1 and words[0] == "o")]
    whole = "".join(words)
    found = {whole} if whole else set()
    inner = _inside_o(words)
    return found | ({"".join(inner)} if inner else set())


def _inside_o(words: list[str]) -> list[str]:
    if words[:2] == ["o", "("] and words[-1] == ")" and len(words) > 3:
        return words[2:-1]
    return words[1:] if words[:1] == ["o"] and len(words) > 1 else []


def _counts(token: Token) -> bool:
    if token.kind == "break":
        return token.forms[0] in "()[]" and token.forms[0] != ""
    return token.forms[0] not in lexicon.ARTICLES and token.forms[0] not in ("-", "'", "~")


def _form(token: Token) -> str:
    if token.kind == "word":
        form = token.forms[-1] if token.forms[-1].startswith("#") else token.forms[0]
        return stem(form) if form.isalpha() else form
    return "*" if "*" in token.forms else token.forms[0]
