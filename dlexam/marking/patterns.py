"""The language of rubric patterns, parsed.

    vanish             a word in any inflection        vanish*          a word that begins so
    "at most 0.25"     these words in a row            small gradient   these words close together, in this order
    a | b              either                          a & b            both, in one sentence or two neighbouring ones
    not(x)             x, denied in words              unless(x)        nothing there says x
    @name              any pattern of the concept called so
    1/(1-p)  O(n^2)    a formula, in any notation      ( )              grouping; `&` binds closer than `|`

A plain word under negation does not count ("does not vanish" is no `vanish`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dlexam.marking import compounds, lexicon
from dlexam.marking.notation import Token, tokens
from dlexam.marking.stems import stem


class PatternError(ValueError):
    """A pattern that can't be read: what is wrong, and at which character (from 0)."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a term: any of `forms`, or for `prefix` any word that begins with the first form."""

    forms: tuple[str, ...]
    prefix: bool = False
    typo: str | None = None  # a long word as written: near misses count


@dataclass(frozen=True, slots=True)
class Term:
    """Steps one after the other, with at most `gap` other words between two of them."""

    steps: tuple[Step, ...]
    gap: int
    text: str


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts, close to each other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """The part, under negation."""

    part: Node


@dataclass(frozen=True, slots=True)
class Absent:
    """The part is nowhere within reach, neither said nor denied."""

    part: Node


Node = Term | Either | Both | Denied | Absent


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern. `owned`: negators it spells out itself, which therefore deny nothing of it."""

    text: str
    root: Node
    owned: frozenset[str]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All its terms, from left to right."""
        return tuple(_terms(self.root))


def compile(text: str, concepts: Mapping[str, Sequence[str]] | None = None) -> Pattern:
    """The pattern that a text spells. PatternError, with the position, if it spells none.

    `concepts` is needed only where `@name` occurs; a frozen paper has them written out.
    """
    if concepts:
        return _compile(text, dict(concepts), ())
    return _compile_plain(text)


@lru_cache(maxsize=5000)
def _compile_plain(text: str) -> Pattern:
    return _compile(text, {}, ())


def _compile(text: str, concepts: Mapping[str, Sequence[str]], within: tuple[str, ...]) -> Pattern:
    root = _Parser(text, concepts, within).parse()
    negators = lexicon.CLAUSAL | lexicon.NOMINAL | lexicon.NEEDLESS | {"fails", "wrong", "false"}
    owned = {form for term in _terms(root) for step in term.steps for form in step.forms if form in negators}
    owned |= lexicon.CONCORD if "not" in owned else set()
    return Pattern(text, root, frozenset(owned))


def _terms(node: Node) -> list[Term]:
    if isinstance(node, Term):
        return [node]
    if isinstance(node, Denied):
        return _terms(node.part)
    if isinstance(node, Absent):
        return []  # its words are not what is looked for
    return [term for part in node.parts for term in _terms(part)]


def alternatives(node: Node) -> tuple[Node, ...]:
    """The parts of an `a | b`, or the node itself."""
    return node.parts if isinstance(node, Either) else (node,)


def words(node: Node) -> set[str]:
    """The words of a node's one-word terms."""
    return {form for term in _terms(node) if len(term.steps) == 1 for form in term.steps[0].forms}


_PREFIXES = ("not", "unless")
_PARTS = ("word", "phrase", "(", "not", "unless", "concept")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # ( ) | & not unless word phrase concept end
    text: str
    at: int


def _lexemes(text: str) -> list[_Lexeme]:
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        lexeme, at = _lexeme(text, at)
        found.append(lexeme)
    return [*found, _Lexeme("end", "", len(text))]


def _lexeme(text: str, at: int) -> tuple[_Lexeme, int]:
    if text[at] in "()|&":
        return _Lexeme(text[at], text[at], at), at + 1
    if text[at] in '"“”':
        end = next((i for i in range(at + 1, len(text)) if text[i] in '"“”'), None)
        if end is None:
            raise PatternError("a quotation mark is never closed", at)
        return _Lexeme("phrase", text[at + 1 : end], at), end + 1
    end = _word_end(text, at)
    word = text[at:end]
    if word.lower() in _PREFIXES and text[end : end + 1] == "(":
        return _Lexeme(word.lower(), word, at), end
    return _Lexeme("concept" if word.startswith("@") else "word", word, at), end


def _word_end(text: str, at: int) -> int:
    """A word ends at a space or an operator; brackets right after a character belong to it: `O(n^2)`, `1/(1-p)`."""
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in '|&)"“”':
        if text[end] == "(":
            if text[at:end].lower() in _PREFIXES or end == at:
                break
            close = _closing(text, end)
            if close is None:
                raise PatternError("a bracket is never closed", end)
            end = close
        end += 1
    return end


def _closing(text: str, at: int) -> int | None:
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return None


class _Parser:
    """Recursive descent over lexemes: either := both ('|' both)*, both := near ('&' near)*, near := words or a part."""

    def __init__(self, text: str, concepts: Mapping[str, Sequence[str]], within: tuple[str, ...]) -> None:
        self.lexemes = _lexemes(text)
        self.next = 0
        self.concepts, self.within = concepts, within

    def parse(self) -> Node:
        node = self._either()
        if self._kind() != "end":
            raise PatternError(f"`{self._here().text}` is out of place", self._here().at)
        return node

    def _here(self) -> _Lexeme:
        return self.lexemes[self.next]

    def _kind(self) -> str:
        return self._here().kind

    def _take(self) -> _Lexeme:
        self.next += 1
        return self.lexemes[self.next - 1]

    def _either(self) -> Node:
        parts = self._parts("|", self._both)
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Node:
        parts = self._parts("&", self._near)
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _parts(self, sign: str, part: object) -> list[Node]:
        parts = [part()]  # type: ignore[operator]
        while self._kind() == sign:
            self._take()
            parts.append(part())  # type: ignore[operator]
        return parts

    def _near(self) -> Node:
        lexeme = self._here()
        if lexeme.kind == "(":
            node = self._bracketed()
        elif lexeme.kind in _PREFIXES:
            self._take()
            node = (Denied if lexeme.kind == "not" else Absent)(self._bracketed())
        elif lexeme.kind == "concept":
            node = self._concept(self._take())
        elif lexeme.kind in ("word", "phrase"):
            return self._words()
        else:
            raise PatternError("a word is missing" + (f" before `{lexeme.text}`" if lexeme.text else ""), lexeme.at)
        if self._kind() in _PARTS:
            raise PatternError("`&` or `|` is missing here", self._here().at)
        return node

    def _bracketed(self) -> Node:
        opened = self._take()
        node = self._either()
        if self._kind() != ")":
            raise PatternError("a bracket is never closed", opened.at)
        self._take()
        return node

    def _concept(self, lexeme: _Lexeme) -> Node:
        name = lexeme.text[1:]
        if name not in self.concepts:
            raise PatternError(f"there is no concept `@{name}`", lexeme.at)
        if name in self.within:
            raise PatternError(f"the concept `@{name}` contains itself", lexeme.at)
        inner = [_compile(text, self.concepts, (*self.within, name)).root for text in self.concepts[name]]
        return inner[0] if len(inner) == 1 else Either(tuple(inner))

    def _words(self) -> Node:
        """Neighbouring words: one term that allows a little between them; a hyphen also reads as one word."""
        lexemes = []
        while self._kind() in ("word", "phrase"):
            lexemes.append(self._take())
        if self._kind() in _PARTS:
            raise PatternError("`&` or `|` is missing here", self._here().at)
        if len(lexemes) == 1:
            return _term(lexemes[0].text, lexemes[0].at, gap=0)
        telling = [lexeme for lexeme in lexemes if lexeme.text.lower() not in lexicon.ARTICLES] or lexemes
        steps = [step for lexeme in telling for step in _steps(lexeme.text, lexeme.at)]
        return Term(tuple(steps), 2, " ".join(lexeme.text for lexeme in lexemes))


def _term(text: str, at: int, gap: int) -> Node:
    term = Term(_steps(text, at), gap, text)
    if "-" in text and all(part.isalpha() and len(part) > 1 for part in text.split("-")):
        joined = Term(_steps(text.replace("-", ""), at), 0, text)
        return Either((term, joined))
    return term


def _steps(text: str, at: int) -> tuple[Step, ...]:
    prefix = len(text) > 1 and text.endswith("*") and text[-2].isalpha()
    found = tokens(text[:-1] if prefix else text)
    if len(found) > 1:
        found = [token for token in found if token.forms[0] not in lexicon.ARTICLES]
    found = [token for token in found if token.kind != "break" or token.forms[0] in "()[],"]
    if not found:
        raise PatternError(f"`{text}` holds no word", at)
    steps = [_step(token) for token in found]
    if prefix:
        steps[-1] = Step((found[-1].forms[0],), prefix=True)
    return tuple(steps)


# "every day" is not "everyday", "not able" not "notable"
_APART = lexicon.AUXILIARIES | lexicon.CLAUSAL | lexicon.DETERMINERS | lexicon.LOOSE - {"one"}


@lru_cache(maxsize=5000)
def merged(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], ...]:
    """The steps with two neighbours written as one word, in every way: `layer norm` is `layernorm`, too."""
    pairs = ((at, _merged(steps[at], steps[at + 1])) for at in range(len(steps) - 1))
    return tuple((*steps[:at], step, *steps[at + 2 :]) for at, step in pairs if step)


def _merged(one: Step, two: Step) -> Step | None:
    first, second = one.forms[0], two.forms[0].removeprefix("#")
    if one.prefix or len(first) < 2 or first in _APART or not (first.isalpha() and second.isalnum()):
        return None
    return Step((first + second,), prefix=True) if two.prefix else Step(compounds.joined(first, second))


def _step(token: Token) -> Step:
    word = token.forms[0]
    if token.kind != "word":
        return Step(token.forms)
    forms = dict.fromkeys((*token.forms, stem(word), compounds.clipped(word) or word))
    return Step(tuple(forms), typo=word if len(word) >= 6 and word.isalpha() else None)
