"""The shipped JSON Schemas say what the loader does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank import schema


@pytest.mark.parametrize("kind", schema.SHIPPED)
def test_the_shipped_schema_is_current(kind: str) -> None:
    file = paths.shipped() / "question_bank" / "schema" / f"{kind}.json"
    made = schema.text(kind)  # type: ignore[arg-type]
    assert file.read_text(encoding="utf-8") == made, f"dlexam bank schema {kind} > question_bank/schema/{kind}.json"


def test_every_kind_of_question_is_in_the_schema_and_none_needs_a_topic() -> None:
    definitions = schema.schema("topic")["$defs"]
    kinds = {d["properties"]["kind"]["enum"][0]: d for d in definitions.values() if "kind" in d["properties"]}
    assert set(kinds) == {"single", "multi", "numeric", "short", "order", "match", "open", "design", "code"}
    for definition in kinds.values():
        assert "topic" not in definition["required"]
        assert definition["additionalProperties"] is False


def test_schemas_are_json_files_and_no_bank_files() -> None:
    folder = paths.shipped() / "question_bank" / "schema"
    assert sorted(file.name for file in folder.iterdir()) == ["exam.json", "topic.json"]
    assert all(json.loads(Path(file).read_text(encoding="utf-8"))["$schema"] for file in folder.iterdir())
