"""Bank files from disk: bytes, to a document with positions, to structs; whatever is wrong with a file is a list of
faults, never a traceback. A question's `topic` defaults to its file's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from dlexam.bank import validate, yaml_text
from dlexam.bank.faults import Fault, Unusable
from dlexam.bank.files import Kind, read_bytes
from dlexam.bank.models import AnyQuestion, Blueprint, TopicFile

T = TypeVar("T")


class ConceptsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`concepts.yaml`: named sets of patterns, used in rubrics as `@name`."""

    format: Literal[1]
    concepts: dict[
        Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
        Annotated[list[Annotated[str, Meta(min_length=1)]], Meta(min_length=1)],
    ]


_PLAIN = {"id": "question", "level": 1, "minutes": 1, "source": ["a source"]}  # no other check looks at these
STRUCTS: dict[Kind, Any] = {"topic": TopicFile, "exam": Blueprint, "concepts": ConceptsFile}


class Loaded(NamedTuple, Generic[T]):
    """A file as read: its struct where it is valid as a whole, its faults, and where things stand in it.

    `parts` holds the questions of a topic file that are valid each by itself, with their index.
    """

    file: Path
    value: T | None
    faults: list[Fault]
    document: yaml_text.Document | None
    parts: list[tuple[int, Any]]

    def fault(self, code: str, path: yaml_text.Path, message: str, hint: str | None = None, key: bool = False) -> Fault:
        """A fault at the value (or key) at `path` of this file."""
        line, column = self.document.position(path, key=key) if self.document else (1, 1)
        return Fault(self.file, line, column, code, message, hint)


def load(file: Path, kind: Kind, data: bytes | None = None) -> Loaded[Any]:
    """Load a file as a topic, an exam or the concepts. Never raises for what the file holds."""
    try:
        document = yaml_text.parse(read_bytes(file) if data is None else data)
    except Unusable as error:
        return Loaded(file, None, [Fault(file, *error.position, error.code, error.message, error.hint)], None, [])
    raw = document.data
    if kind == "topic":
        _default_topics(raw)
    try:
        value = msgspec.convert(raw, STRUCTS[kind])
    except (msgspec.ValidationError, OverflowError):
        return _with_problems(file, kind, document)
    parts = list(enumerate(value.questions)) if kind == "topic" else []
    return Loaded(file, value, [], document, parts)


def kind_of(file: Path) -> Kind:
    """What a file is meant to be: by its folder, else by the keys it starts lines with; a topic if in doubt."""
    if file.stem == "concepts":
        return "concepts"
    if file.parent.name == "exams":
        return "exam"
    if file.parent.name == "topics":
        return "topic"
    try:
        head = read_bytes(file)
    except Unusable:
        return "topic"
    return "exam" if re.search(rb"^sections\s*:", head, re.MULTILINE) else "topic"


def _with_problems(file: Path, kind: Kind, document: yaml_text.Document) -> Loaded[Any]:
    loaded: Loaded[Any] = Loaded(file, None, [], document, [])
    for problem in validate.problems(document.data, STRUCTS[kind]):
        loaded.faults.append(loaded.fault(problem.code, problem.path, problem.message, problem.hint, problem.at_key))
    if kind == "topic" and isinstance(document.data, dict):
        loaded.parts.extend(_valid_questions(document.data.get("questions")))
    return loaded


def _valid_questions(raw: Any) -> list[tuple[int, AnyQuestion]]:
    found = []
    for index, each in enumerate(raw if isinstance(raw, list) else []):
        try:
            found.append((index, msgspec.convert(each, AnyQuestion)))
        except (msgspec.ValidationError, OverflowError):  # its faults are reported already
            rest = _without_plain_faults(each)
            found += [(index, rest)] if rest else []
    return found


def _without_plain_faults(raw: Any) -> AnyQuestion | None:
    """The question, for further checks, as if what they don't look at were right; None where more is wrong with it."""
    if not isinstance(raw, dict):
        return None
    kept = {key: value for key, value in raw.items() if key in _keys_of(raw.get("kind"))}
    try:
        question: AnyQuestion = msgspec.convert({**kept, **_PLAIN}, AnyQuestion)
    except (msgspec.ValidationError, OverflowError):
        return None
    name = raw.get("id")  # as it is written, be it no id
    return msgspec.structs.replace(question, id=name) if isinstance(name, str) else question


def _keys_of(kind: Any) -> set[str]:
    known = {each.__struct_config__.tag: each for each in get_args(AnyQuestion)}
    found = known.get(kind) if isinstance(kind, str) else None
    return {"kind", *(field.encode_name for field in msgspec.structs.fields(found))} if found else set()


def _default_topics(raw: Any) -> None:
    if not isinstance(raw, dict) or not isinstance(raw.get("questions"), list) or "topic" not in raw:
        return
    for each in raw["questions"]:
        if isinstance(each, dict):
            each.setdefault("topic", raw["topic"])
