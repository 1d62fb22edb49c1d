"""JSON Schemas of the bank's files, for editors, made from the structs that the loader uses.

An editor with YAML support finds them by a first line such as
`# yaml-language-server: $schema=../schema/topic.json`.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from dlexam.bank.files import Kind
from dlexam.bank.loading import STRUCTS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHIPPED: tuple[Kind, ...] = ("topic", "exam")


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a topic, exam or concepts file."""
    made = msgspec.json.schema(STRUCTS[kind])
    if kind == "topic":
        for definition in made["$defs"].values():
            _optional_topic(definition)
    return {"$schema": _DIALECT, "title": f"dlexam {kind} file", **made}


def text(kind: Kind) -> str:
    """The schema as it is shipped: indented JSON with a newline at the end."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def _optional_topic(definition: dict[str, Any]) -> None:
    """A question's topic defaults to its file's."""
    if "kind" in definition.get("properties", {}):
        definition["required"] = [name for name in definition["required"] if name != "topic"]
