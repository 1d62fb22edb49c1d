"""What is wrong with a challenge's texts, found without running it: what is read, and what it gives away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from dlexam.errors import DlexamError
from dlexam.grading.authoring.report import Finding
from dlexam.grading.challenge import Challenge
from dlexam.linting import formulas, variants
from dlexam.linting.giveaways import Giveaways

_FEWEST_HINTS = 3
_LONGEST_TITLE = 80
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
_KIT = "dlexam.grading.kit"


class Told(Struct, frozen=True):
    """What `cases.py` says of one case, read without running it. None where it is not written out as a text."""

    name: str
    title: str | None
    hint: str | None
    has_hint: bool


def lint(challenge: Challenge) -> list[Finding]:
    """All that is wrong with the texts; each finding's `where` is the file, from `challenges/` on."""
    try:
        found = [
            *_facts(challenge),
            *_statement(challenge),
            *_cases(challenge),
            *variants.problems(challenge.folder),
        ]
    except DlexamError as error:  # a text that is no text
        return [Finding(challenge.id, False, error.message)]
    return [Finding(f"challenges/{challenge.id}/{file}:", False, what) for file, what in found]


Problems = Iterator[tuple[str, str]]


def _facts(challenge: Challenge) -> Problems:
    file, facts = "challenge.yaml", challenge.facts
    if len(facts.hints) < _FEWEST_HINTS:
        yield file, f"has {len(facts.hints)} hints; {_FEWEST_HINTS} are the least"
    for name in ("title", "summary", "explain"):
        text = str(getattr(facts, name))
        if not text.strip():
            yield file, f"{name} is empty"
        elif name != "explain" and "\n" in text.strip():
            yield file, f"{name} has more than one line"
    if len(facts.title) > _LONGEST_TITLE or facts.title.endswith("."):
        yield file, f"title: a few words without a full stop, {_LONGEST_TITLE} signs at most"
    for reference in facts.references:
        if not _YEAR.search(reference):
            yield file, f"the reference “{_short(reference)}” has no year"
    for what in formulas.faults(facts.explain):
        yield file, f"explain: {what}"
    yield from _hints(challenge)


def _hints(challenge: Challenge) -> Problems:
    giveaways = Giveaways(challenge)
    for place, hint in enumerate(challenge.facts.hints, start=1):
        if not hint.strip():
            yield "challenge.yaml", f"hint {place} is empty"
        for what in formulas.faults(hint):
            yield "challenge.yaml", f"hint {place}: {what}"
        for what in giveaways.numbers(hint):
            yield "challenge.yaml", f"hint {place} holds {what}, a result that the statement does not give"
        line = giveaways.line(hint) if place < len(challenge.facts.hints) else None
        if line:
            yield "challenge.yaml", f"hint {place} gives a line of the reference away, “{line}”; only the last one may"


def _statement(challenge: Challenge) -> Problems:
    text, title = challenge.text("statement.md"), challenge.facts.title
    heading = re.search(r"^# +(.+?)\s*$", text, re.MULTILINE)
    if not text.strip():
        yield "statement.md", "is empty"
        return
    if not heading or not heading[1].casefold().startswith(title.rstrip(".").casefold()):
        yield "statement.md", f"does not begin with the heading “# {title}”"
    yield from (("statement.md", what) for what in formulas.faults(text))
    for name in _public_names(challenge.text("starter.py")):
        if not re.search(rf"\b{re.escape(name)}\b", text):
            yield "statement.md", f"does not mention {name}, which starter.py has"


def _public_names(source: str) -> list[str]:
    """The functions and classes that a learner is given to fill in; none where the file can't be parsed."""
    tree = variants.parsed(source)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in tree.body if isinstance(node, kinds) and node.name[0] != "_"] if tree else []


def _cases(challenge: Challenge) -> Problems:
    tree = variants.parsed(challenge.text("cases.py"))
    if tree is None:
        return  # the check says so
    yield from _imports(tree)
    giveaways, seen, names = Giveaways(challenge), dict[str, str](), _names(challenge.text("starter.py"))
    for one in _told(tree):
        case = f"case {one.name.replace('_', '-')}"
        if not one.has_hint:
            yield "cases.py", f"{case} has no hint"
        if one.title is not None:
            yield from (("cases.py", f"{case}: {what}") for what in _title(one.title, names))
            if one.title in seen:
                yield "cases.py", f"{case} has the title of {seen[one.title]}"
            seen[one.title] = case
        for text in filter(None, (one.title, one.hint)):
            for what in giveaways.numbers(text):
                yield "cases.py", f"{case} tells learners {what}, a result that the statement does not give"
            line = giveaways.line(text)
            if line:
                yield "cases.py", f"{case} gives a line of the reference away, “{line}”"


def _names(source: str) -> set[str]:
    """All that the starter defines, at any depth, and its arguments: words of code that may begin a title."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    nodes = list(ast.walk(variants.parsed(source) or ast.Module([], [])))
    return {node.name for node in nodes if isinstance(node, kinds)} | {
        node.arg for node in nodes if isinstance(node, ast.arg)
    }


def _title(title: str, names: set[str]) -> Iterator[str]:
    """A title is in sentence case: as a sentence begins, without its full stop."""
    words = re.findall(r"[^\W\d_]{4,}", title)
    if not title.strip():
        yield "its title is empty"
        return
    first = title.split()[0]
    if first[0].islower() and first.isalpha() and first not in names:
        yield f"its title “{_short(title)}” begins with a small letter"
    if title.endswith("."):
        yield f"its title “{_short(title)}” ends with a full stop"
    if len(words) > 2 and all(word[0].isupper() for word in words):
        yield f"its title “{_short(title)}” has capitals on every word: write it as a sentence"


def _imports(tree: ast.Module) -> Problems:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name.split(".")[0] == "dlexam" and name != _KIT:
                yield "cases.py", f"imports {name}: it lies in the learner's process, and has {_KIT} only"


def _told(tree: ast.Module) -> Iterator[Told]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for made in node.decorator_list:
            if isinstance(made, ast.Call) and getattr(made.func, "id", getattr(made.func, "attr", "")) == "case":
                named = {word.arg: word.value for word in made.keywords}
                title = made.args[0] if made.args else named.get("title")
                hint = named.get("hint")
                yield Told(node.name, _text(title), _text(hint), hint is not None and _text(hint) != "")


def _text(node: ast.expr | None) -> str | None:
    return node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
