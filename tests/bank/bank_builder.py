"""Banks written to disk for tests: real YAML files in a temporary folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_WORDS = (
    *("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "jetty"),
    *("knoll", "larch", "maple", "north", "ocean", "petal", "quartz"),
)


def numeric(id: str, **more: Any) -> dict[str, Any]:
    """A valid numeric question; a prompt that is not like another's, unless given."""
    number = sum(ord(c) * (n + 7) for n, c in enumerate(id))
    words = [_WORDS[(number // 17**k) % 17] for k in range(4)]
    made = {
        "id": id,
        "kind": "numeric",
        "level": 1,
        "minutes": 1,
        "source": ["tests"],
        "prompt": f"{id.replace('-', ' ')} {' '.join(words)}?",
        "answer": 1,
        "explain": "So it is.",
    }
    return {**made, **more}


def single(id: str, **more: Any) -> dict[str, Any]:
    """A valid single-choice question; b is right."""
    choices = {"a": "one", "b": "two", "c": "three", "d": "four"}
    why = {letter: f"because of {text}" for letter, text in choices.items()}
    made = numeric(id, kind="single", choices=choices, why=why, answer="b")
    return {**made, **more}


def open_(id: str, **more: Any) -> dict[str, Any]:
    """A valid open question."""
    points = [
        {"id": "bound", "says": "It is bounded.", "when": ["bounded | limited"]},
        {"id": "smooth", "says": "It is smooth.", "when": ["smooth"]},
    ]
    answer = "The function is bounded from above and below. It is also smooth."
    return {**numeric(id, kind="open", points=points, answer=answer), **more}


def topic_file(root: Path, name: str, questions: list[Any], **more: Any) -> Path:
    """Write `topics/NAME.yaml`."""
    content = {"format": 1, "topic": name, "title": name.title(), "questions": questions, **more}
    return write(root / "topics" / f"{name}.yaml", content)


def exam_file(root: Path, id: str, sections: list[Any], **more: Any) -> Path:
    """Write `exams/ID.yaml`."""
    content = {
        "format": 1,
        "id": id,
        "title": id.title(),
        "about": "A test.",
        "minutes": 10,
        "sections": sections,
        **more,
    }
    return write(root / "exams" / f"{id}.yaml", content)


def write(file: Path, content: Any) -> Path:
    """Write a YAML file, its keys in the order given."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    file.write_text(text, encoding="utf-8")
    return file
