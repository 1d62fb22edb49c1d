"""A challenge as it lies on disk: its facts, texts and variants. Free of torch; runs none of its code."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml
from msgspec import Meta, Struct

from dlexam.errors import DlexamError, nearest
from dlexam.grading.sandbox.limits import Limits

_FILES = ("challenge.yaml", "statement.md", "starter.py", "reference.py", "cases.py")
_SLUG = re.compile(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Facts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`challenge.yaml`. `forbidden` are dotted names; `warm` are modules that the nursery imports beforehand."""

    format: Literal[1]
    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    track: Literal["numpy", "torch"]
    source: Annotated[list[str], Meta(min_length=1)]
    summary: str
    minutes: Annotated[float, Meta(gt=0)]
    hints: Annotated[list[str], Meta(min_length=1)]
    explain: str
    references: list[str]
    forbidden: list[str] = []
    warm: list[str] = []
    limits: Limits = Limits()


class Challenge(Struct, frozen=True, kw_only=True):
    """A challenge: its folder and its facts."""

    folder: Path
    facts: Facts

    @property
    def id(self) -> str:
        """Its name, and its folder's."""
        return self.facts.id

    def text(self, name: str) -> str:
        """The text of one of its files, such as "statement.md"."""
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DlexamError(f"{self.folder / name} can't be read: {error}") from None

    def variants(self, kind: Literal["accepted", "rejected"]) -> list[Path]:
        """Its `accepted/*.py` or `rejected/*.py`, sorted."""
        return sorted((self.folder / kind).glob("*.py"))

    @property
    def fingerprint(self) -> str:
        """Changes when anything that decides a grading changes."""
        return fingerprint(self.folder)

    def case_facts(self) -> tuple[int, float]:
        """How many cases it has and their points, read from `cases.py` without running it."""
        points = list(_points(self.text("cases.py")))
        return len(points), sum(points)


def _points(cases: str) -> Iterator[float]:
    """The `points=` of each function that is decorated by `@case(...)`; nothing where the text is no Python."""
    try:
        tree = ast.parse(cases)
    except (SyntaxError, ValueError):
        return
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    for decorator in (one for function in functions for one in function.decorator_list):
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "case":
            for keyword in decorator.keywords:
                if keyword.arg == "points" and isinstance(keyword.value, ast.Constant):
                    with contextlib.suppress(TypeError, ValueError):
                        yield float(keyword.value.value)  # type: ignore[arg-type]


def fingerprint(folder: Path) -> str:
    """Changes when anything in a challenge's folder changes that decides a grading."""
    digest = hashlib.blake2b(digest_size=8)
    for name in ("challenge.yaml", "reference.py", "cases.py", "judge.py"):
        path = folder / name
        digest.update(path.read_bytes() if path.exists() else b"\0")
    return digest.hexdigest()


def is_id(name: str) -> bool:
    """Whether this can be a challenge's id."""
    return bool(_SLUG.fullmatch(name))


def load(name: str, folders: Sequence[Path]) -> Challenge:
    """The challenge of this id, from the first folder that has it. DlexamError if none has, or its files are off."""
    if is_id(name):
        for folder in folders:
            if (folder / "challenges" / name / "challenge.yaml").is_file():
                return read(folder / "challenges" / name)
    near = nearest(name, names(folders))
    hint = f"did you mean {near}?" if near else "`dlexam challenge list` names them all"
    raise DlexamError(f"There is no challenge “{name[:60]}”.", hint)


def available(folders: Sequence[Path]) -> list[Challenge]:
    """All challenges on the search path, by id; an earlier folder's hides a later one's of the same id."""
    return [load(name, folders) for name in names(folders)]


def sorted_out(folders: Sequence[Path]) -> tuple[list[Challenge], list[tuple[str, DlexamError]]]:
    """As `available`, and beside them, by name, those that are not in order: one of them doesn't hide the others."""
    found, broken = list[Challenge](), list[tuple[str, DlexamError]]()
    for name in names(folders):
        try:
            found.append(load(name, folders))
        except DlexamError as error:
            broken.append((name, error))
    return found, broken


def read(folder: Path) -> Challenge:
    """The challenge in this folder. DlexamError that names the file and what is wrong with it."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise DlexamError(f"The challenge {folder.name} lacks {name}.", f"looked in {folder}")
    path = folder / "challenge.yaml"
    try:
        facts = msgspec.convert(yaml.load(path.read_bytes(), _Loader), Facts)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DlexamError(f"{path}: {' '.join(str(error).split())}") from None
    if facts.id != folder.name:
        hint = f"rename the folder to {facts.id}, or say id: {folder.name}"
        raise DlexamError(f"{path}: the id {facts.id} is not the folder's name, {folder.name}.", hint)
    return Challenge(folder=folder, facts=facts)


def names(folders: Sequence[Path]) -> list[str]:
    """The folders that want to be challenges, by name; one may turn out not to be in order."""
    return sorted({path.parent.name for folder in folders for path in folder.glob("challenges/*/challenge.yaml")})
