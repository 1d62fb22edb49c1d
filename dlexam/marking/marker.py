"""The one door to marking: `mark` an answer, or say what the `problem` with it is. Other markers plug in here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from dlexam.bank.paper import ChallengeKey, Item, RubricKey
from dlexam.errors import DlexamError
from dlexam.marking import closed, rubric
from dlexam.marking.marks import Marks


class Marker(Protocol):
    """What marks open answers. `name` is shown with every mark it gives."""

    name: str

    def mark(self, item: Item, answer: str) -> Marks:
        """The marks of an answer to an open or design question; provisional until a person confirms."""
        ...


class RubricMarker:
    """The marker that is always there: rubric points by patterns, offline and deterministic."""

    name = "rubric"

    def mark(self, item: Item, answer: str) -> Marks:
        """See `dlexam.marking.rubric.mark`."""
        assert isinstance(item.key, RubricKey)
        return rubric.mark(item.key, answer, item.prompt)


def chosen(environment: Mapping[str, str]) -> Marker:
    """The marker that DLEXAM_MARKER names: the rubric marker unless it says "endpoint". DlexamError for another.

    The endpoint's address, model and key are DLEXAM_ENDPOINT, DLEXAM_MODEL and DLEXAM_API_KEY.
    """
    name = environment.get("DLEXAM_MARKER", "") or "rubric"
    if name == "rubric":
        return RubricMarker()
    if name != "endpoint":
        raise DlexamError(f"DLEXAM_MARKER names no marker: “{name[:40]}”.", "rubric or endpoint")
    from dlexam.marking.completions import Endpoint
    from dlexam.marking.endpoint import EndpointMarker

    endpoint = Endpoint(
        base=environment.get("DLEXAM_ENDPOINT", ""),
        model=environment.get("DLEXAM_MODEL", ""),
        key=environment.get("DLEXAM_API_KEY", ""),
    )
    if not endpoint.is_sound:
        hint = "such as DLEXAM_ENDPOINT=http://localhost:11434/v1 for a local Ollama"
        raise DlexamError("The endpoint marker has no address to ask.", hint)
    if not endpoint.model:
        raise DlexamError("The endpoint marker has no model to ask for.", "say DLEXAM_MODEL=...")
    return EndpointMarker(endpoint)


def mark(item: Item, answer: str, marker: Marker | None = None) -> Marks:
    """The marks of an answer: out of the rubric's `full` for open and design, out of 1.0 for closed kinds.

    `marker` replaces the rubric marker for open answers. DlexamError for code, which only grading can mark.
    """
    if isinstance(item.key, RubricKey):
        return (marker or RubricMarker()).mark(item, answer)
    if isinstance(item.key, ChallengeKey):
        raise DlexamError(
            f"{item.id} is answered by code, which is graded, not marked.", f"dlexam grade {item.key.challenge} FILE"
        )
    return closed.mark(item, answer)


def problem(item: Item, answer: str) -> str | None:
    """Why an answer can't be read, in one clear line ("There is no choice e: a to d."); None if it can be marked."""
    if not answer.strip():
        return "There is no answer."
    if isinstance(item.key, RubricKey | ChallengeKey):
        return None
    return closed.problem(item, answer)
