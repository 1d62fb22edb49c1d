"""Plain data against the structs of `models`: every fault at once, where msgspec alone stops at the first.

The walk follows the type annotations; each leaf is still judged by msgspec, so both always agree on what is right.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import msgspec

from dlexam.bank.faults import did_you_mean
from dlexam.bank.yaml_text import Path


class Problem(NamedTuple):
    """What is wrong at a path. `at_key`: the key itself is the trouble, not its value."""

    code: str
    path: Path
    message: str
    hint: str | None = None
    at_key: bool = False


def problems(value: Any, kind: Any, path: Path = ()) -> Iterator[Problem]:
    """Every problem of `value` as a `kind` (a struct, a union of tagged structs, or an annotation)."""
    structs = _structs(kind)
    container = typing.get_origin(_bare(kind))
    if structs:
        yield from _struct(value, structs, path)
    elif container is list and isinstance(value, list):
        yield from _elements(value, kind, path)
    elif container is dict and isinstance(value, dict):
        yield from _entries(value, kind, path)
    else:
        yield from _leaf(value, kind, path)


def _struct(value: Any, structs: dict[str, type], path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("wrong-type", path, f"{_name(path)} must be a mapping of keys, is {_shown(value)}")
        return
    chosen = next(iter(structs.values()))
    tag_field = chosen.__struct_config__.tag_field  # type: ignore[attr-defined]
    if tag_field:
        tag = value.get(tag_field)
        if not isinstance(tag, str) or tag not in structs:
            yield _bad_tag(tag, tag_field, structs, path)
            yield from _fields(value, _common_hints(tuple(structs.values())), path)
            return
        chosen = structs[tag]
    yield from _keys(value, chosen, tag_field, path)
    yield from _fields(value, _hints(chosen), path)


def _fields(value: dict[Any, Any], hints: dict[str, Any], path: Path) -> Iterator[Problem]:
    for key in value:
        if key in hints:
            yield from problems(value[key], hints[key], (*path, key))


def _keys(value: dict[Any, Any], chosen: type, tag_field: str | None, path: Path) -> Iterator[Problem]:
    fields = msgspec.structs.fields(chosen)
    known = [field.encode_name for field in fields] + ([tag_field] if tag_field else [])
    missing = [field.encode_name for field in fields if field.required and field.encode_name not in value]
    for key in value:
        if key not in known:
            hint = did_you_mean(str(key), known) or f"known keys: {', '.join(known)}"
            yield Problem("unknown-key", (*path, key), f"unknown key “{key}”", hint, at_key=True)
    for key in missing:
        yield Problem("missing-key", path, f"{_name(path)} lacks “{key}”")


def _bad_tag(tag: Any, tag_field: str, structs: dict[str, type], path: Path) -> Problem:
    allowed = ", ".join(structs)
    if tag is None:
        return Problem("missing-key", path, f"{_name(path)} lacks “{tag_field}”", f"one of {allowed}")
    hint = did_you_mean(str(tag), structs) or f"one of {allowed}"
    return Problem("unknown-kind", (*path, tag_field), f"{tag_field} {_shown(tag)} does not exist", hint)


def _elements(value: list[Any], kind: Any, path: Path) -> Iterator[Problem]:
    (inner,) = typing.get_args(_bare(kind))
    found = [problem for index, each in enumerate(value) for problem in problems(each, inner, (*path, index))]
    yield from found or _leaf(value, kind, path)  # a fault of the whole, such as its length


def _entries(value: dict[Any, Any], kind: Any, path: Path) -> Iterator[Problem]:
    key_kind, inner = typing.get_args(_bare(kind))
    found = []
    for key, each in value.items():
        wrong = [problem._replace(at_key=True) for problem in _leaf(key, key_kind, (*path, key), what="the key")]
        found += wrong + list(problems(each, inner, (*path, key)))
    yield from found or _leaf(value, kind, path)


def _leaf(value: Any, kind: Any, path: Path, what: str | None = None) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, OverflowError) as error:
        yield Problem("wrong-type", path, f"{what or _name(path)} {_sentence(error, value)}", _remedy(value, kind))


def _sentence(error: Exception, value: Any) -> str:
    said = str(error).split(" - at ")[0].replace("`", "")
    if "matching regex" in said:
        return f"must be kebab-case (small letters, digits, single hyphens), is {_shown(value)}"
    if said.startswith("Expected "):
        wanted = said.removeprefix("Expected ").split(", got ")[0]
        return f"must be {_words(wanted)}, is {_shown(value)}"
    return f"can't be {_shown(value)}"


_TYPE_NAMES = {"str": "text", "int": "a whole number", "float": "a number", "array": "a list", "object": "a mapping"}
_LIMITS = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}


def _words(wanted: str) -> str:
    """msgspec's type names in words: `int <= 3` is "a whole number of at most 3"."""
    if limit := re.fullmatch(r"(\w+)( of length)? ([<>]=?) ([-\d.]+)", wanted):
        name, length, sign, bound = limit.groups()
        if name == "str":
            return "text that is not empty"
        number = bound.removesuffix(".0")
        return (
            f"{_TYPE_NAMES.get(name, name)} {'of' if length or '=' in sign else ''} {_LIMITS[sign]} {number}".replace(
                "  ", " "
            )
        )
    return " or ".join(_TYPE_NAMES.get(part.strip(), part.strip()) for part in wanted.split("|"))


def _remedy(value: Any, kind: Any) -> str | None:
    if typing.get_origin(_bare(kind)) is typing.Literal:
        allowed = [str(each) for each in typing.get_args(_bare(kind))]
        return did_you_mean(str(value), allowed) or f"one of {', '.join(allowed)}"
    if _bare(kind) is str and isinstance(value, bool | int | float):
        return "put it in quotes"
    if _bare(kind) is str and value is None:
        return "write the text, or remove the key"
    if typing.get_origin(_bare(kind)) is list and isinstance(value, str):
        return "make it a list: [...]"
    return None


def _name(path: Path) -> str:
    """The innermost thing that an author would call it by: `level`, `points[2]`, `this file`."""
    if not path:
        return "this file"
    names = [step for step in path if isinstance(step, str)]
    if isinstance(path[-1], int):
        return f"{names[-1] if names else 'item'}[{path[-1] + 1}]"
    return f"“{path[-1]}”"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "an empty list" if not value else "a list"
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _bare(kind: Any) -> Any:
    return typing.get_args(kind)[0] if typing.get_origin(kind) is typing.Annotated else kind


@cache
def _structs(kind: Any) -> dict[str, type]:
    """Tag -> struct, if `kind` is a struct or a union of structs; else empty."""
    bare = _bare(kind)
    options = typing.get_args(bare) if typing.get_origin(bare) in (typing.Union, types.UnionType) else (bare,)
    if not all(isinstance(each, type) and issubclass(each, msgspec.Struct) for each in options):
        return {}
    return {str(each.__struct_config__.tag): each for each in options}


@cache
def _common_hints(structs: tuple[type, ...]) -> dict[str, Any]:
    """What every kind has: checked even where the kind itself is wrong."""
    return {
        name: kind for name, kind in _hints(structs[0]).items() if all(_hints(s).get(name) == kind for s in structs)
    }


@cache
def _hints(struct: type) -> dict[str, Any]:
    return typing.get_type_hints(struct, include_extras=True)
