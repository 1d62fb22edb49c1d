"""YAML text to plain data, with the position of every key and value; anything wrong with it is an `Unusable`.

Scalars follow the YAML 1.2 core schema, so that what looks like a word is a word: `yes`, `no`, `on`, `off` and dates
are strings, `1e-3` is a number. Tags are refused. An alias is allowed, but can't be used to blow a file up.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from dlexam.bank.faults import Unusable

MAX_DEPTH = 40  # a bank file needs about 6; libyaml's own recursion overruns the C stack at some 50,000
MAX_ALIASED = 20_000  # nodes that aliases may add to a file

Path = tuple[str | int, ...]  # keys and indices from the root of a document
Position = tuple[int, int]  # line and column, from 1

_STR, _INT, _FLOAT, _BOOL, _NULL = "str", "int", "float", "bool", "null"
_NUMBER_START = frozenset("0123456789-+.")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"true": _BOOL, "True": _BOOL, "TRUE": _BOOL, "false": _BOOL, "False": _BOOL, "FALSE": _BOOL}
_WORDS |= {"": _NULL, "~": _NULL, "null": _NULL, "Null": _NULL, "NULL": _NULL}


class _Loader(yaml.CSafeLoader):
    """The C parser and composer; resolving is ours, and nesting is bounded."""

    depth = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            mark = getattr(current_node, "start_mark", None)
            raise yaml.composer.ComposerError(None, None, "nested too deeply", mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if kind is not yaml.ScalarNode or not implicit[0]:
            return _STR
        if value[:1] in _NUMBER_START:
            return _INT if _INTEGER.fullmatch(value) else _FLOAT if _REAL.fullmatch(value) else _STR
        return _WORDS.get(value, _STR)


class Document:
    """A parsed file: its `data`, and where each part of it stands."""

    def __init__(self, root: yaml.Node | None) -> None:
        self._root = root
        self._aliased = 0
        self._seen: set[int] = set()
        self._again = 0  # > 0 inside a node that was seen before
        self.data: Any = None if root is None else self._value(root)

    def position(self, path: Path, *, key: bool = False) -> Position:
        """Line and column of the value at `path` (or of its key); of the nearest parent where there is none."""
        node, mark = self._root, (self._root.start_mark if self._root else None)
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            label, node = found
            mark = label.start_mark if key else node.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        again = id(node) in self._seen
        self._seen.add(id(node))
        self._again += again
        if self._again:
            self._spend(node)
        value = self._mapping(node) if isinstance(node, yaml.MappingNode) else self._sequence(node)
        self._again -= again
        return value

    def _spend(self, node: yaml.Node) -> None:
        self._aliased += 1 + len(node.value)
        if self._aliased > MAX_ALIASED:
            raise _error("alias-bomb", "aliases make this file too large", node, "write the repeated parts out")

    def _sequence(self, node: yaml.Node) -> list[Any]:
        if node.tag != _STR and not node.tag.endswith(":seq"):
            raise _tagged(node)
        return [self._value(child) for child in node.value]

    def _mapping(self, node: yaml.Node) -> dict[Any, Any]:
        if node.tag != _STR and not node.tag.endswith(":map"):
            raise _tagged(node)
        made: dict[Any, Any] = {}
        for label, child in node.value:
            if not isinstance(label, yaml.ScalarNode):
                raise _error("bad-key", "a key must be a plain word", label, "quote it if it is meant as text")
            name = _scalar(label)
            if name in made:
                raise _error("duplicate-key", f"key “{name}” is given twice", label, "the second would hide the first")
            made[name] = self._value(child)
        return made


def parse(data: bytes) -> Document:
    """Parse the bytes of a file. Raises Unusable; never another error, whatever the bytes."""
    text = _decode(data)
    loader = None
    try:
        loader = _Loader(text)
        return Document(loader.get_single_node())
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="replace")  # libyaml counts bytes
        raise Unusable("bad-character", str(error).splitlines()[0], _place(before)) from None
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from None
    except RecursionError:
        raise Unusable("too-deep", "an alias contains itself", (1, 1), "write the repeated parts out") from None
    finally:
        if loader is not None:
            loader.dispose()


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode("utf-8-sig", "replace"))
        raise Unusable("not-utf-8", "the file is not UTF-8 text", place, "save it as UTF-8") from None


def _place(before: str) -> Position:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _syntax(error: yaml.MarkedYAMLError) -> Unusable:
    mark = error.problem_mark or error.context_mark
    position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if error.problem == "nested too deeply":
        return Unusable("too-deep", f"nested more than {MAX_DEPTH} deep", position)
    hint = "quote text that holds ': ' or ' #', or that starts with one of { [ * & ! | > ' \" % @ `"
    return Unusable("yaml-syntax", str(error.problem or error.context), position, hint)


def _error(code: str, message: str, node: yaml.Node, hint: str | None = None) -> Unusable:
    return Unusable(code, message, (node.start_mark.line + 1, node.start_mark.column + 1), hint)


def _tagged(node: yaml.Node) -> Unusable:
    return _error("yaml-tag", f"tags such as “{node.tag}” are not allowed", node, "remove the tag, or quote the text")


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    tag, value = node.tag, node.value
    if tag == _STR or tag == "!":
        return str(value)
    if tag == _INT:
        return _integer(node)
    if tag == _FLOAT:
        return float(value.replace(".inf", "inf").replace(".nan", "nan") if value[-1].isalpha() else value)
    if tag == _BOOL:
        return bool(value[0] in "tT")
    if tag == _NULL:
        return None
    raise _tagged(node)


def _integer(node: yaml.ScalarNode) -> int:
    if len(node.value) > 300:
        raise _error("bad-number", "this number has more than 300 digits", node)
    return int(node.value, 0 if node.value[1:2] in ("o", "x") else 10)


def _child(node: Any, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((label, child) for label, child in node.value if _scalar(label) == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
